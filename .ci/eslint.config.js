// The house's form, line by line; what is between files is in test/house.pure.test.ts. Run by `npm run lint`.
import stylistic from '@stylistic/eslint-plugin'
import typescript from 'typescript-eslint'

export default typescript.config(
  { ignores: ['dist/**', 'node_modules/**', '**/*.d.ts'] },
  ...typescript.configs.recommended,
  stylistic.configs.customize({ indent: 2, quotes: 'single', semi: false, braceStyle: '1tbs', commaDangle: 'only-multiline' }),
  {
    rules: {
      '@stylistic/arrow-parens': ['error', 'as-needed'],
      '@stylistic/quote-props': 'off',
      '@stylistic/space-before-function-paren': ['error', 'always'],
      '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
      '@stylistic/max-len': ['error', { code: 180, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
      '@stylistic/max-statements-per-line': 'off',
      '@stylistic/operator-linebreak': 'off',
      '@stylistic/multiline-ternary': 'off',
      '@stylistic/indent': 'off',
      '@stylistic/indent-binary-ops': 'off',
      '@stylistic/lines-between-class-members': 'off',
      '@stylistic/no-mixed-operators': 'off',
      '@stylistic/member-delimiter-style': 'off',
      '@stylistic/yield-star-spacing': ['error', 'both'],
      '@stylistic/generator-star-spacing': ['error', 'both'],
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/no-this-alias': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-restricted-syntax': ['error', 'TSEnumDeclaration', 'ExportDefaultDeclaration'],
    },
  },
  // `any` belongs to the engine alone, where types come from declarations; code is made from text there and nowhere else.
  { files: ['codec/core/**'], rules: { '@typescript-eslint/no-explicit-any': 'off', '@typescript-eslint/no-implied-eval': 'off' } },
  { files: ['.ci/*.js'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['test/**'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
)
