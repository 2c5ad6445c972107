#ifndef CHDF5_FUNCTIONS_H
#define CHDF5_FUNCTIONS_H

#include <stdbool.h>

// Debian keeps the headers of its serial build apart.
#if __has_include(<hdf5.h>)
#include <hdf5.h>
#include <hdf5_hl.h>
#else
#include <hdf5/serial/hdf5.h>
#include <hdf5/serial/hdf5_hl.h>
#endif

// The functions of libhdf5, and of its high-level library (the dimension scales), that are used.
#define CHDF5_FUNCTIONS(FUNCTION)                                                                                      \
  FUNCTION(H5Aclose)                                                                                                   \
  FUNCTION(H5Acreate2)                                                                                                 \
  FUNCTION(H5Adelete)                                                                                                  \
  FUNCTION(H5Aexists)                                                                                                  \
  FUNCTION(H5Aget_space)                                                                                               \
  FUNCTION(H5Aget_type)                                                                                                \
  FUNCTION(H5Aopen)                                                                                                    \
  FUNCTION(H5Aread)                                                                                                    \
  FUNCTION(H5Awrite)                                                                                                   \
  FUNCTION(H5DSattach_scale)                                                                                           \
  FUNCTION(H5DSiterate_scales)                                                                                         \
  FUNCTION(H5DSset_scale)                                                                                              \
  FUNCTION(H5Dclose)                                                                                                   \
  FUNCTION(H5Dcreate2)                                                                                                 \
  FUNCTION(H5Dget_space)                                                                                               \
  FUNCTION(H5Dget_type)                                                                                                \
  FUNCTION(H5Dread)                                                                                                    \
  FUNCTION(H5Dvlen_reclaim)                                                                                            \
  FUNCTION(H5Dwrite)                                                                                                   \
  FUNCTION(H5Eset_auto2)                                                                                               \
  FUNCTION(H5Ewalk2)                                                                                                   \
  FUNCTION(H5Fclose)                                                                                                   \
  FUNCTION(H5Fcreate)                                                                                                  \
  FUNCTION(H5Fflush)                                                                                                   \
  FUNCTION(H5Fget_file_image)                                                                                          \
  FUNCTION(H5Fget_obj_count)                                                                                           \
  FUNCTION(H5Fopen)                                                                                                    \
  FUNCTION(H5Gclose)                                                                                                   \
  FUNCTION(H5Gcreate2)                                                                                                 \
  FUNCTION(H5Gget_info)                                                                                                \
  FUNCTION(H5Gopen2)                                                                                                   \
  FUNCTION(H5Iget_name)                                                                                                \
  FUNCTION(H5Iis_valid)                                                                                                \
  FUNCTION(H5Lcreate_hard)                                                                                             \
  FUNCTION(H5Ldelete)                                                                                                  \
  FUNCTION(H5Lget_name_by_idx)                                                                                         \
  FUNCTION(H5Oclose)                                                                                                   \
  FUNCTION(H5Oopen)                                                                                                    \
  FUNCTION(H5Pclose)                                                                                                   \
  FUNCTION(H5Pcreate)                                                                                                  \
  FUNCTION(H5Pset_attr_creation_order)                                                                                 \
  FUNCTION(H5Pset_chunk)                                                                                               \
  FUNCTION(H5Pset_deflate)                                                                                             \
  FUNCTION(H5Pset_fapl_core)                                                                                           \
  FUNCTION(H5Pset_fill_value)                                                                                          \
  FUNCTION(H5Pset_libver_bounds)                                                                                       \
  FUNCTION(H5Pset_link_creation_order)                                                                                 \
  FUNCTION(H5Pset_obj_track_times)                                                                                     \
  FUNCTION(H5Pset_shuffle)                                                                                             \
  FUNCTION(H5Sclose)                                                                                                   \
  FUNCTION(H5Screate)                                                                                                  \
  FUNCTION(H5Screate_simple)                                                                                           \
  FUNCTION(H5Sget_simple_extent_dims)                                                                                  \
  FUNCTION(H5Sget_simple_extent_ndims)                                                                                 \
  FUNCTION(H5Sget_simple_extent_npoints)                                                                               \
  FUNCTION(H5Tclose)                                                                                                   \
  FUNCTION(H5Tcopy)                                                                                                    \
  FUNCTION(H5Tequal)                                                                                                   \
  FUNCTION(H5Tget_class)                                                                                               \
  FUNCTION(H5Tget_size)                                                                                                \
  FUNCTION(H5Tis_variable_str)                                                                                         \
  FUNCTION(H5Tset_cset)                                                                                                \
  FUNCTION(H5Tset_size)

// Its variables: classes of properties, and types.
#define CHDF5_VARIABLES(VARIABLE)                                                                                      \
  VARIABLE(file_creation, H5P_CLS_FILE_CREATE_ID_g)                                                                    \
  VARIABLE(file_access, H5P_CLS_FILE_ACCESS_ID_g)                                                                      \
  VARIABLE(group_creation, H5P_CLS_GROUP_CREATE_ID_g)                                                                  \
  VARIABLE(dataset_creation, H5P_CLS_DATASET_CREATE_ID_g)                                                              \
  VARIABLE(string, H5T_C_S1_g)                                                                                         \
  VARIABLE(int8, H5T_NATIVE_INT8_g)                                                                                    \
  VARIABLE(int32, H5T_NATIVE_INT32_g)                                                                                  \
  VARIABLE(int64, H5T_NATIVE_INT64_g)                                                                                  \
  VARIABLE(uint64, H5T_NATIVE_UINT64_g)                                                                                \
  VARIABLE(float32, H5T_NATIVE_FLOAT_g)                                                                                \
  VARIABLE(float64, H5T_NATIVE_DOUBLE_g)

#define CHDF5_FIELD(name) __typeof__(&name) _Nonnull name;
#define CHDF5_VALUE(name, variable) hid_t name;
struct hdf5_functions {
  CHDF5_FUNCTIONS(CHDF5_FIELD)
  CHDF5_VARIABLES(CHDF5_VALUE)
};
#undef CHDF5_FIELD
#undef CHDF5_VALUE

/// Opens libhdf5, of the version of these headers, and finds what is used; to be called once. Most commands write no
/// results: until one does, neither libhdf5 is a part of the process nor what it needs to reach files in clouds.
///
/// At exit libhdf5 would close what is left open, while another thread may be inside; it is told not to. Every handle
/// has an owner that closes it, and nothing gets lost with those that have not yet.
struct hdf5_functions hdf5_load(void);

// What Swift does not import: casts in macros, and macros that first call H5open().

static inline hid_t CHDF5_DEFAULT(void) { return 0; }
static inline hid_t CHDF5_S_ALL(void) { return H5S_ALL; }
static inline size_t CHDF5_T_VARIABLE(void) { return H5T_VARIABLE; }
static inline unsigned CHDF5_F_ACC_RDONLY(void) { return 0x0000u; }
static inline unsigned CHDF5_F_ACC_RDWR(void) { return 0x0001u; }
static inline unsigned CHDF5_F_ACC_TRUNC(void) { return 0x0002u; }

/// The version of libhdf5: major, minor, release. False where it is not there, or, unless it may be opened, not in use.
bool hdf5_version(unsigned version[_Nonnull 3], bool opens);

#endif
