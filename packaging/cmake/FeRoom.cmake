# Rooms and walls. A room is a folder under engine/, ui/ or app/ with one static library; it may
# include only the rooms named here. Every edge and library is written to <build>/rooms.txt, against
# which the test structure.includes holds each #include.
#
#   fe_add_room(formats SOURCES a.cpp b.cpp PUBLIC base LIBS OpenSSL::Crypto)
#
# PUBLIC  rooms whose headers this room's headers include; PRIVATE rooms only its .cpp files use.
# LIBS    third-party targets, always private: no public header names them.
# LIBS_PUBLIC  third-party targets that public headers do name (Qt in ui/).

set(FE_ROOMS_FILE "${CMAKE_BINARY_DIR}/rooms.txt")
file(WRITE "${FE_ROOMS_FILE}" "")

add_library(fe_flags INTERFACE)
target_compile_features(fe_flags INTERFACE cxx_std_20)
target_compile_options(fe_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Wcast-qual -Woverloaded-virtual -Wnon-virtual-dtor
  $<$<BOOL:${FE_WARNINGS_AS_ERRORS}>:-Werror>
  # At -O3 GCC 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
  $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
if(FE_SANITIZE)
  # Not vptr: the check of dynamic types needs type information that libtorch does not export.
  target_compile_options(fe_flags INTERFACE -fsanitize=${FE_SANITIZE} -fno-sanitize=vptr -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(fe_flags INTERFACE -fsanitize=${FE_SANITIZE})
endif()
if(FE_FUZZ)
  # Counting every branch keeps loops from being vectorised, of which Clang warns.
  target_compile_options(fe_flags INTERFACE -fsanitize=fuzzer-no-link -Wno-pass-failed)
endif()
if(FE_ASSERTS)
  target_compile_definitions(fe_flags INTERFACE FE_ASSERTS _GLIBCXX_ASSERTIONS)
endif()

add_library(fe_qt_flags INTERFACE)
target_compile_definitions(fe_qt_flags INTERFACE
  QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_USE_QSTRINGBUILDER QT_DISABLE_DEPRECATED_BEFORE=0x060400)

# Windows and tests gain nothing from -O3, which takes longer and warns of what is not there.
target_compile_options(fe_qt_flags INTERFACE $<$<CONFIG:Release>:-O2>)

include(FePrecompiled)

function(fe_add_room name)
  cmake_parse_arguments(ROOM "STRICT_CONVERSIONS" "" "SOURCES;PUBLIC;PRIVATE;LIBS;LIBS_PUBLIC" ${ARGN})
  get_filename_component(side "${CMAKE_CURRENT_SOURCE_DIR}" DIRECTORY)
  add_library(fe_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(fe_${name} PUBLIC "${side}")
  list(TRANSFORM ROOM_PUBLIC PREPEND fe_ OUTPUT_VARIABLE public_targets)
  list(TRANSFORM ROOM_PRIVATE PREPEND fe_ OUTPUT_VARIABLE private_targets)
  target_link_libraries(fe_${name} PUBLIC ${public_targets} ${ROOM_LIBS_PUBLIC} PRIVATE fe_flags ${private_targets} ${ROOM_LIBS})
  if(ROOM_STRICT_CONVERSIONS)
    target_compile_options(fe_${name} PRIVATE -Wconversion -Wsign-conversion)
  endif()
  if(side STREQUAL "${CMAKE_SOURCE_DIR}/ui")
    set_target_properties(fe_${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(fe_${name} PRIVATE fe_qt_flags)
    fe_use_precompiled_qt(fe_${name})
  endif()
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(JOIN " " edges ${ROOM_PUBLIC} ${ROOM_PRIVATE})
  string(JOIN " " libraries ${ROOM_LIBS} ${ROOM_LIBS_PUBLIC})
  file(APPEND "${FE_ROOMS_FILE}" "${name} ${folder} : ${edges} : ${libraries}\n")
endfunction()

# fe_add_test(tst_json ROOMS base LABELS unit [SOURCES more.cpp] [LIBS Qt6::Widgets] [TIMEOUT 60])
# compiles tst_json.cpp beside the call against its rooms and Qt Test.
function(fe_add_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;ROOMS;LIBS;LABELS" ${ARGN})
  if(NOT FE_TESTS)
    return()
  endif()
  add_executable(${name} ${name}.cpp ${TEST_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  list(TRANSFORM TEST_ROOMS PREPEND fe_ OUTPUT_VARIABLE rooms)
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_compile_definitions(${name} PRIVATE FE_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
  target_link_libraries(${name} PRIVATE fe_flags fe_qt_flags ${rooms} ${TEST_LIBS} Qt6::Test)
  if(CMAKE_CURRENT_SOURCE_DIR MATCHES "/tests/ui/")
    fe_use_precompiled_qt(${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${TEST_LABELS}" TIMEOUT ${TEST_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;OMP_NUM_THREADS=1;GOMP_SPINCOUNT=0;FE_BIN=${CMAKE_BINARY_DIR}/bin")
endfunction()
