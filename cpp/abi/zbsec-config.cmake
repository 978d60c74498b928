# find_package(zbsec) gives the target zbsec::zbsec: the C ABI of zbsec.h.
include("${CMAKE_CURRENT_LIST_DIR}/zbsec-targets.cmake")
