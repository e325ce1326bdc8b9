// Flags of the calls that this folder makes. linux/sched.h, linux/mount.h, asm-generic/fcntl.h, bits/socket.h
export const CLONE_NEWNS = 0x20000
export const CLONE_NEWUTS = 0x4000000
export const CLONE_NEWIPC = 0x8000000
export const CLONE_NEWUSER = 0x10000000
export const CLONE_NEWPID = 0x20000000
export const CLONE_NEWNET = 0x40000000

export const MS_RDONLY = 1
export const MS_NOSUID = 2
export const MS_NODEV = 4
export const MS_NOEXEC = 8
export const MS_REMOUNT = 0x20
export const MS_BIND = 0x1000
export const MS_REC = 0x4000
export const MS_SLAVE = 0x80000
export const MS_SHARED = 0x100000
export const MNT_DETACH = 2
export const UMOUNT_NOFOLLOW = 8

export const O_RDONLY = 0
export const O_RDWR = 2
export const O_CREAT = 0o100
export const O_EXCL = 0o200
export const O_NONBLOCK = 0o4000
export const O_DIRECTORY = 0o200000

export const AF_UNIX = 1
export const SOCK_STREAM = 1
