#ifndef CMATIO_FUNCTIONS_H
#define CMATIO_FUNCTIONS_H

#include <matio.h>

// The functions of matio that are used.
#define CMATIO_FUNCTIONS(FUNCTION)                                                                                     \
  FUNCTION(Mat_Close)                                                                                                  \
  FUNCTION(Mat_CreateVer)                                                                                              \
  FUNCTION(Mat_VarAddStructField)                                                                                      \
  FUNCTION(Mat_VarCreate)                                                                                              \
  FUNCTION(Mat_VarCreateStruct)                                                                                        \
  FUNCTION(Mat_VarFree)                                                                                                \
  FUNCTION(Mat_VarSetStructFieldByName)                                                                                \
  FUNCTION(Mat_VarWrite)

#define CMATIO_FIELD(name) __typeof__(&name) _Nonnull name;
struct matio_functions {
  CMATIO_FUNCTIONS(CMATIO_FIELD)
};
#undef CMATIO_FIELD

/// Opens matio and finds its functions; to be called once.
struct matio_functions matio_load(void);

/// matio writes to files with names only. This is a file in memory, which has one under /proc; negative if there is
/// none.
int matio_memory_file(const char *_Nonnull name);

#endif
