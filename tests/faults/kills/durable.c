/*
 * Numbers every durable operation of a process below one folder, and can die at one of them.
 *
 * Loaded by LD_PRELOAD, it stands between a program and the C library: nothing that is written,
 * named, renamed or removed by way of that library goes past it, whoever calls. Until durable_watch
 * is called it does nothing. What changes nothing (removing a name that is not there) is no
 * operation.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static char home[PATH_MAX];
static size_t home_length;
static int trace = -1;
static long operations, fatal;
static int in_the_middle;

static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

/* Begin to count below `folder`. Die at operation `dies_at`, 0 for never: before it, or, with
 * `middle`, once a write has written half. Trace into the descriptor `into` unless it is -1. */
void durable_watch(const char *folder, int into, long dies_at, int middle) {
    snprintf(home, sizeof home, "%s", folder);
    home_length = strlen(home);
    trace = into;
    fatal = dies_at;
    in_the_middle = middle;
    operations = 0;
}

long durable_operations(void) { return operations; }

static const char *below(const char *path) {
    if (!home_length || strncmp(path, home, home_length)) return NULL;
    if (path[home_length] == '\0') return ".";
    return path[home_length] == '/' ? path + home_length + 1 : NULL;
}

/* What a descriptor stands for, when that is below the folder and still has its name. */
static const char *of_descriptor(int descriptor, char *buffer) {
    char link[64];
    struct stat found;
    if (!home_length) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = syscall(SYS_readlink, link, buffer, PATH_MAX - 1);
    if (length <= 0) return NULL;
    buffer[length] = '\0';
    const char *path = below(buffer);
    return path && !lstat(buffer, &found) ? path : NULL;
}

/* What a name stands for below the folder, whatever links and dots lead there. */
static const char *of_name(int folder, const char *name, char *buffer) {
    char path[PATH_MAX], within[PATH_MAX];
    int before = errno;
    if (!home_length || !name) return NULL;
    const char *last = strrchr(name, '/');
    int length = last ? (int)(last - name) + 1 : 0;
    if (name[0] == '/' || folder == AT_FDCWD)
        snprintf(path, sizeof path, "%.*s", length ? length : 1, length ? name : ".");
    else
        snprintf(path, sizeof path, "/proc/self/fd/%d/%.*s", folder, length, name);
    const char *found = realpath(path, within);
    errno = before;
    if (!found || snprintf(buffer, PATH_MAX, "%s/%s", within, name + length) >= PATH_MAX)
        return NULL;
    return below(buffer);
}

static int exists(int folder, const char *name) {
    struct stat found;
    int before = errno, there = !fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW);
    errno = before;
    return there;
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* Count an operation, write it into the trace, and die if it is the one. Return whether a write
 * must end in the middle. */
static int operation(const char *what, const char *path, size_t bytes, const char *other) {
    char line[3 * PATH_MAX];
    long number = __atomic_add_fetch(&operations, 1, __ATOMIC_SEQ_CST);
    if (trace >= 0) {
        int length = snprintf(line, sizeof line, "%ld\t%s\t%s\t%zu\t%s\n", number, what, path, bytes,
                              other ? other : "");
        if (syscall(SYS_write, trace, line, length) != length) abort();
    }
    if (number != fatal) return 0;
    if (!in_the_middle || bytes < 2) die();
    return 1;
}

/* Writes. */

#define WRITE(declared, descriptor, bytes, whole, half)                                \
    declared {                                                                         \
        char buffer[PATH_MAX];                                                         \
        const char *path = of_descriptor(descriptor, buffer);                          \
        if (path && (bytes) && operation("write", path, bytes, NULL)) {                \
            (void)!(half);                                                             \
            die();                                                                     \
        }                                                                              \
        return whole;                                                                  \
    }

WRITE(ssize_t write(int fd, const void *from, size_t count), fd, count,
      REAL(write)(fd, from, count), REAL(write)(fd, from, count / 2))
WRITE(ssize_t pwrite(int fd, const void *from, size_t count, off_t at), fd, count,
      REAL(pwrite)(fd, from, count, at), REAL(pwrite)(fd, from, count / 2, at))
WRITE(ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at), fd, count,
      REAL(pwrite64)(fd, from, count, at), REAL(pwrite64)(fd, from, count / 2, at))
WRITE(ssize_t sendfile(int fd, int in, off_t *from, size_t count), fd, count,
      syscall(SYS_sendfile, fd, in, from, count), syscall(SYS_sendfile, fd, in, from, count / 2))
WRITE(ssize_t sendfile64(int fd, int in, off64_t *from, size_t count), fd, count,
      syscall(SYS_sendfile, fd, in, from, count), syscall(SYS_sendfile, fd, in, from, count / 2))
WRITE(ssize_t copy_file_range(int in, off64_t *from, int fd, off64_t *to, size_t count, unsigned f),
      fd, count, syscall(SYS_copy_file_range, in, from, fd, to, count, f),
      syscall(SYS_copy_file_range, in, from, fd, to, count / 2, f))

static size_t total(const struct iovec *parts, int count) {
    size_t bytes = 0;
    for (int each = 0; each < count; each++) bytes += parts[each].iov_len;
    return bytes;
}

/* Half of many parts is the first of them, halved when it is the only one. */
static ssize_t half_of(int fd, const struct iovec *parts, int count, off_t at) {
    size_t length = count > 1 ? parts[0].iov_len : parts[0].iov_len / 2;
    return at < 0 ? syscall(SYS_write, fd, parts[0].iov_base, length)
                  : syscall(SYS_pwrite64, fd, parts[0].iov_base, length, at);
}

WRITE(ssize_t writev(int fd, const struct iovec *parts, int count), fd, total(parts, count),
      REAL(writev)(fd, parts, count), half_of(fd, parts, count, -1))
WRITE(ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at), fd,
      total(parts, count), REAL(pwritev)(fd, parts, count, at), half_of(fd, parts, count, at))
WRITE(ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at), fd,
      total(parts, count), REAL(pwritev64)(fd, parts, count, at), half_of(fd, parts, count, at))

/* What happens to a descriptor. */

#define ON_DESCRIPTOR(what, declared, fd, call)          \
    declared {                                           \
        char buffer[PATH_MAX];                           \
        const char *path = of_descriptor(fd, buffer);    \
        if (path) operation(what, path, 0, NULL);        \
        return call;                                     \
    }

ON_DESCRIPTOR("sync", int fsync(int fd), fd, REAL(fsync)(fd))
ON_DESCRIPTOR("sync", int fdatasync(int fd), fd, REAL(fdatasync)(fd))
ON_DESCRIPTOR("chmod", int fchmod(int fd, mode_t mode), fd, REAL(fchmod)(fd, mode))

static int cut(int fd, off_t length) {
    char buffer[PATH_MAX];
    struct stat found;
    const char *path = of_descriptor(fd, buffer);
    if (path && !fstat(fd, &found) && found.st_size != length)
        operation(length ? "truncate" : "empty", path, 0, NULL);
    return syscall(SYS_ftruncate, fd, length);
}

int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

/* What happens to a name. */

#define ON_NAME(what, declared, folder, name, happens, call)                        \
    declared {                                                                      \
        char buffer[PATH_MAX];                                                      \
        const char *path = of_name(folder, name, buffer);                           \
        if (path && (happens)) operation(what, path, 0, NULL);                      \
        return call;                                                                \
    }

#define THERE(folder, name) exists(folder, name)
#define HERE AT_FDCWD

ON_NAME("truncate", int truncate(const char *name, off_t length), HERE, name, THERE(HERE, name),
        syscall(SYS_truncate, name, length))
ON_NAME("truncate", int truncate64(const char *name, off64_t length), HERE, name,
        THERE(HERE, name), syscall(SYS_truncate, name, length))
ON_NAME("chmod", int chmod(const char *name, mode_t mode), HERE, name, THERE(HERE, name),
        syscall(SYS_chmod, name, mode))
ON_NAME("chmod", int fchmodat(int folder, const char *name, mode_t mode, int flags), folder, name,
        THERE(folder, name), REAL(fchmodat)(folder, name, mode, flags))
ON_NAME("unlink", int unlink(const char *name), HERE, name, THERE(HERE, name), REAL(unlink)(name))
ON_NAME("rmdir", int rmdir(const char *name), HERE, name, THERE(HERE, name), REAL(rmdir)(name))
ON_NAME(flags & AT_REMOVEDIR ? "rmdir" : "unlink",
        int unlinkat(int folder, const char *name, int flags), folder, name, THERE(folder, name),
        REAL(unlinkat)(folder, name, flags))
ON_NAME("mkdir", int mkdir(const char *name, mode_t mode), HERE, name, !THERE(HERE, name),
        REAL(mkdir)(name, mode))
ON_NAME("mkdir", int mkdirat(int folder, const char *name, mode_t mode), folder, name,
        !THERE(folder, name), REAL(mkdirat)(folder, name, mode))
ON_NAME("create", int symlink(const char *target, const char *name), HERE, name,
        !THERE(HERE, name), REAL(symlink)(target, name))
ON_NAME("create", int symlinkat(const char *target, int folder, const char *name), folder, name,
        !THERE(folder, name), REAL(symlinkat)(target, folder, name))

/* The path that is written first is the one that is named. */
static void moved(const char *what, int from, const char *old, int to, const char *new) {
    char one[PATH_MAX], other[PATH_MAX];
    const char *source = of_name(from, old, one), *target = of_name(to, new, other);
    if ((source || target) && exists(from, old))
        operation(what, target ? target : "..", 0, source ? source : "..");
}

int rename(const char *old, const char *new) {
    moved("rename", HERE, old, HERE, new);
    return REAL(rename)(old, new);
}

int renameat(int from, const char *old, int to, const char *new) {
    moved("rename", from, old, to, new);
    return REAL(renameat)(from, old, to, new);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    moved("rename", from, old, to, new);
    return syscall(SYS_renameat2, from, old, to, new, flags);
}

int link(const char *old, const char *new) {
    moved("link", HERE, old, HERE, new);
    return REAL(link)(old, new);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    moved("link", from, old, to, new);
    return REAL(linkat)(from, old, to, new, flags);
}

/* Opening makes a file, or empties one. */

static int opened(int folder, const char *name, int flags, mode_t mode) {
    char buffer[PATH_MAX];
    struct stat found;
    const char *path = flags & (O_CREAT | O_TRUNC) ? of_name(folder, name, buffer) : NULL;
    if (path && !exists(folder, name)) {
        if (flags & O_CREAT) operation("create", path, 0, NULL);
    } else if (path && flags & O_TRUNC && !fstatat(folder, name, &found, 0) && found.st_size) {
        operation("empty", path, 0, NULL);
    }
    return syscall(SYS_openat, folder, name, flags, mode);
}

#define MODE_AFTER(last)                                     \
    mode_t mode = 0;                                         \
    if (flags & (O_CREAT | __O_TMPFILE)) {                   \
        va_list rest;                                        \
        va_start(rest, last);                                \
        mode = va_arg(rest, mode_t);                         \
        va_end(rest);                                        \
    }

int open(const char *name, int flags, ...) {
    MODE_AFTER(flags) return opened(HERE, name, flags, mode);
}
int open64(const char *name, int flags, ...) {
    MODE_AFTER(flags) return opened(HERE, name, flags | O_LARGEFILE, mode);
}
int openat(int folder, const char *name, int flags, ...) {
    MODE_AFTER(flags) return opened(folder, name, flags, mode);
}
int openat64(int folder, const char *name, int flags, ...) {
    MODE_AFTER(flags) return opened(folder, name, flags | O_LARGEFILE, mode);
}
int creat(const char *name, mode_t mode) {
    return opened(HERE, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int creat64(const char *name, mode_t mode) {
    return opened(HERE, name, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode);
}
