# FindLibTorch - locate a libtorch (C++ PyTorch) without needing the CUDA toolkit.
#
# PyTorch's own TorchConfig.cmake demands nvcc + the CUDA toolkit at configure time when the
# binaries are a CUDA build, hard-codes .dylib names when the headers come from another
# platform's wheel, and adds USE_DISTRIBUTED/USE_RPC defines.  This module only needs the
# headers and libc10/libtorch_cpu, and works for
#   * the CPU-only prefix that packaging/setup.sh assembles (lib/ + include/), found without being
#     named: $FE_LIBTORCH, else below the user's data folder
#   * an official libtorch zip (CPU or CUDA)              -DCMAKE_PREFIX_PATH=/opt/libtorch
#   * a pip site-packages/torch folder (CPU or CUDA)       -DCMAKE_PREFIX_PATH=.../site-packages/torch
#   * Debian's libtorch-dev (system paths)
#
# Target:    LibTorch::LibTorch
# Variables: LibTorch_FOUND LibTorch_VERSION LibTorch_HAS_CUDA LibTorch_LIBRARY_DIR
set(_lt_data "$ENV{XDG_DATA_HOME}")
if(NOT _lt_data)
  set(_lt_data "$ENV{HOME}/.local/share")
endif()
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/../wheels.txt" _lt_pinned REGEX "^torch==")
string(REGEX REPLACE "^torch==([0-9.]+).*" "\\1" _lt_pinned "${_lt_pinned}")
# HINTS come after CMAKE_PREFIX_PATH, so a libtorch that the user names there wins.
find_path(LibTorch_INCLUDE_DIR torch/script.h
  HINTS $ENV{FE_LIBTORCH} "${_lt_data}/foundation-explorer/libtorch-${_lt_pinned}"
  PATH_SUFFIXES include torch/include)
find_path(LibTorch_API_INCLUDE_DIR torch/all.h
  HINTS "${LibTorch_INCLUDE_DIR}/torch/csrc/api/include"
  PATH_SUFFIXES torch/csrc/api/include)
get_filename_component(_lt_prefix "${LibTorch_INCLUDE_DIR}" DIRECTORY)
foreach(_l c10 torch_cpu)
  find_library(LibTorch_${_l}_LIBRARY ${_l} HINTS "${_lt_prefix}/lib" PATH_SUFFIXES lib torch/lib)
  mark_as_advanced(LibTorch_${_l}_LIBRARY)
endforeach()
# GPU halves: optional, only taken from beside libtorch_cpu so that versions never mix.
get_filename_component(LibTorch_LIBRARY_DIR "${LibTorch_torch_cpu_LIBRARY}" DIRECTORY)
foreach(_l c10_cuda torch_cuda)
  find_library(LibTorch_${_l}_LIBRARY ${_l} PATHS "${LibTorch_LIBRARY_DIR}" NO_DEFAULT_PATH)
  mark_as_advanced(LibTorch_${_l}_LIBRARY)
endforeach()

foreach(_h torch/headeronly/version.h torch/csrc/api/include/torch/version.h torch/version.h)
  if(NOT LibTorch_VERSION AND EXISTS "${LibTorch_INCLUDE_DIR}/${_h}")
    file(STRINGS "${LibTorch_INCLUDE_DIR}/${_h}" _v REGEX "define TORCH_VERSION_(MAJOR|MINOR|PATCH) ")
    string(REGEX REPLACE "[^0-9;]" "" _v "${_v}")
    string(REPLACE ";" "." LibTorch_VERSION "${_v}")
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_torch_cpu_LIBRARY LibTorch_c10_LIBRARY LibTorch_INCLUDE_DIR LibTorch_API_INCLUDE_DIR
  VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "Run packaging/setup.sh once, or name a libtorch: -DCMAKE_PREFIX_PATH=/path/to/libtorch")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  add_library(LibTorch::c10 SHARED IMPORTED)
  set_target_properties(LibTorch::c10 PROPERTIES IMPORTED_LOCATION "${LibTorch_c10_LIBRARY}" IMPORTED_NO_SONAME FALSE)
  add_library(LibTorch::torch_cpu SHARED IMPORTED)
  set_target_properties(LibTorch::torch_cpu PROPERTIES IMPORTED_LOCATION "${LibTorch_torch_cpu_LIBRARY}")
  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE "${LibTorch_INCLUDE_DIR}" "${LibTorch_API_INCLUDE_DIR}")
  target_link_libraries(LibTorch::LibTorch INTERFACE LibTorch::torch_cpu LibTorch::c10)
  target_compile_features(LibTorch::LibTorch INTERFACE cxx_std_20)
  # C++11 string ABI is the default on every supported compiler; refuse an old-ABI libtorch early.
  set(LibTorch_HAS_CUDA FALSE)
  if(LibTorch_torch_cuda_LIBRARY AND LibTorch_c10_cuda_LIBRARY)
    set(LibTorch_HAS_CUDA TRUE)   # loaded at run time with dlopen (engine/tensor/device.cpp), never linked
  endif()
endif()
mark_as_advanced(LibTorch_INCLUDE_DIR LibTorch_API_INCLUDE_DIR)
