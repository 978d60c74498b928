# An isa/ object defines its table and nothing else that the linker can see: a function compiled for AVX-512 that another
# file also has may be the copy that the linker keeps for everyone.
execute_process(COMMAND ${NM} -C --defined-only --extern-only ${OBJECT} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "[0-9a-f]+ " "" symbols "${symbols}")
string(STRIP "${symbols}" symbols)
if(NOT symbols MATCHES "^[DR] zbsec::table_${ISA}$")
  message(FATAL_ERROR "${OBJECT} defines:\n${symbols}\nexpected only zbsec::table_${ISA}")
endif()
