# Headers that many files read, compiled once: about half of the time a file takes is theirs.
#
# FE_PCH is on in the release preset and off in the others, so that every file still names what it
# includes. GCC takes a precompiled header only where all macros that it looks at are the same: Qt's
# libraries are therefore not linked here (each defines some), and a room with OpenMP does without.

option(FE_PCH "Compile common headers once (GCC, Clang)" OFF)

set(FE_PCH_STD <algorithm> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional>
  <span> <string> <string_view> <vector>)

# fe_add_precompiled(qt HEADERS <QtWidgets> INCLUDES_OF Qt6::Widgets LIBS fe_qt_flags)
function(fe_add_precompiled name)
  cmake_parse_arguments(PCH "" "" "HEADERS;LIBS;INCLUDES_OF" ${ARGN})
  set(source "${CMAKE_BINARY_DIR}/precompiled/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "// only there to carry the header\n")
  add_library(fe_pch_${name} OBJECT "${source}")
  target_link_libraries(fe_pch_${name} PRIVATE fe_flags ${PCH_LIBS})
  foreach(library ${PCH_INCLUDES_OF})
    target_include_directories(fe_pch_${name} SYSTEM PRIVATE
      $<TARGET_PROPERTY:${library},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
  target_precompile_headers(fe_pch_${name} PRIVATE ${FE_PCH_STD} ${PCH_HEADERS})
endfunction()

# Nothing happens without FE_PCH.
function(fe_use_precompiled target name)
  if(TARGET fe_pch_${name})
    target_precompile_headers(${target} REUSE_FROM fe_pch_${name})
  endif()
endfunction()

if(FE_PCH)
  # ccache can only take part if the header is named in what it hashes.
  target_compile_options(fe_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  if(FE_ROOM_SET STREQUAL "all")
    fe_add_precompiled(torch LIBS LibTorch::LibTorch
      HEADERS <ATen/Context.h> <ATen/TensorOperators.h> <ATen/core/Tensor.h> <ATen/core/ivalue.h>
        <c10/core/InferenceMode.h>)
  endif()
  if(FE_UI)
    fe_add_precompiled(qt HEADERS <QtWidgets> LIBS fe_qt_flags
      INCLUDES_OF Qt6::Widgets Qt6::Gui Qt6::Core)
    target_compile_definitions(fe_pch_qt PRIVATE $<$<NOT:$<CONFIG:Debug>>:QT_NO_DEBUG>)
  endif()
endif()
