#ifndef CMATIO_SHIM_H
#define CMATIO_SHIM_H

#include <matio.h>
#include <sys/syscall.h>
#include <unistd.h>

// matio writes to files with names only. This is a file in memory, which has one under /proc. By the system
// call, since <sys/mman.h> declares memfd_create for _GNU_SOURCE alone; 1 is MFD_CLOEXEC.
static inline int CMATIO_MEMORY_FILE(const char *name) { return (int)syscall(SYS_memfd_create, name, 1U); }

#endif
