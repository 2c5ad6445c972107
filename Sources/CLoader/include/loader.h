#ifndef CLOADER_LOADER_H
#define CLOADER_LOADER_H

#include <stdbool.h>

/// Opens the first of several shared libraries that is there. What cannot be opened or found ends the process as if it
/// had been linked: with the loader's words on standard error and exit code 127.
///
/// - Parameters:
///   - names: ended by NULL.
///   - is_global: whether libraries opened later find its functions.
void *loader_open(const char *const *names, bool is_global);

/// The address of a function or variable of a library.
void *loader_find(void *library, const char *symbol);

/// The address of a function of a library that may not be there, or is not to be opened for it: NULL then.
///
/// - Parameters:
///   - opens: whether the library is opened if it is not a part of the process yet; else it is only looked for.
void *loader_seek(const char *const *names, const char *symbol, bool opens);

/// Ends the process as above.
_Noreturn void loader_fail(const char *reason);

#define LOADER_NAMES(...) ((const char *const[]){__VA_ARGS__, 0})
#define LOADER_FIND(library, symbol) ((__typeof__(&symbol))loader_find(library, #symbol))

#endif
