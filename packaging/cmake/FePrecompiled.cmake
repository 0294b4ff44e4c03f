# Qt's headers, compiled once: a third of the time of a file of the window is theirs, half of a test's.
#
# FE_PCH is on in the release preset and off in the others, so that every file still names what it
# includes. GCC takes a precompiled header only where all macros that it looks at are the same: Qt's
# libraries are therefore not linked here, since each defines some. The engine does without: its
# objects are shared with the preset noui through the compiler cache, which a header of each
# preset's own would keep apart.

option(FE_PCH "Compile Qt's headers once (GCC, Clang)" OFF)

if(FE_PCH AND FE_UI)
  set(source "${CMAKE_BINARY_DIR}/precompiled/qt.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "// only there to carry the header\n")
  add_library(fe_pch_qt OBJECT "${source}")
  target_link_libraries(fe_pch_qt PRIVATE fe_flags fe_qt_flags)
  foreach(library Widgets Gui Core)
    target_include_directories(fe_pch_qt SYSTEM PRIVATE
      $<TARGET_PROPERTY:Qt6::${library},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
  target_compile_definitions(fe_pch_qt PRIVATE $<$<NOT:$<CONFIG:Debug>>:QT_NO_DEBUG>)
  target_precompile_headers(fe_pch_qt PRIVATE <QtWidgets> <algorithm> <cmath> <cstdint>
    <filesystem> <functional> <map> <memory> <optional> <span> <string> <string_view> <vector>)
  # ccache can only take part if the header is named in what it hashes.
  target_compile_options(fe_pch_qt PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()

# Nothing happens without FE_PCH.
function(fe_use_precompiled_qt target)
  if(TARGET fe_pch_qt)
    target_precompile_headers(${target} REUSE_FROM fe_pch_qt)
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  endif()
endfunction()
