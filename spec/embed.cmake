# The contract that the program carries in itself: spec/zoom-user.yaml and its overlay, as bytes in a generated source that is
# made again whenever they change.
#   assay_embed(OUT): sets OUT to the generated source.
# Run as a script (cmake -P) it writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
  set(source "#include \"spec/embedded.h\"\n\nnamespace assay::spec {\n")
  foreach(part document overlay)
    file(READ "${${part}}" bytes HEX)
    string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    string(APPEND source
      "\nnamespace {\nconstexpr unsigned char k_${part}[] = {\n${bytes}0x00};\n}  // namespace\n\n"
      "std::string_view embedded_${part}_text() {\n"
      "  return {reinterpret_cast<const char*>(k_${part}), sizeof(k_${part}) - 1};\n}\n")
  endforeach()
  string(APPEND source "\n}  // namespace assay::spec\n")
  file(WRITE "${output}" "${source}")
  return()
endif()

set(ASSAY_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")
set(ASSAY_EMBED_FROM "${CMAKE_CURRENT_LIST_DIR}")

function(assay_embed out)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/embedded_text.cpp")
  set(document "${ASSAY_EMBED_FROM}/zoom-user.yaml")
  set(overlay "${ASSAY_EMBED_FROM}/zoom-user.overlay.yaml")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-Doutput=${output}" "-Ddocument=${document}" "-Doverlay=${overlay}" -P "${ASSAY_EMBED_SCRIPT}"
    DEPENDS "${document}" "${overlay}" "${ASSAY_EMBED_SCRIPT}"
    COMMENT "Embedding the Zoom User contract"
    VERBATIM)
  set(${out} "${output}" PARENT_SCOPE)
endfunction()
