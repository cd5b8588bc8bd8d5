# Manual pages and bash completion of CW_PROGRAM, made in CW_STAGE, to where they belong.
# Paths in them are those of a service, whoever builds.
set(ENV{STATE_DIRECTORY} /var/lib/cellwarden)
set(ENV{RUNTIME_DIRECTORY} /run/cellwarden)
get_filename_component(name ${CW_PROGRAM} NAME)
file(REMOVE_RECURSE ${CW_STAGE})
file(MAKE_DIRECTORY ${CW_STAGE})
execute_process(COMMAND ${CW_PROGRAM} --manual ${CW_STAGE} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CW_PROGRAM} --completion OUTPUT_FILE ${CW_STAGE}/${name} COMMAND_ERROR_IS_FATAL ANY)
file(GLOB pages ${CW_STAGE}/*.1)
execute_process(COMMAND gzip -9nf ${pages} COMMAND_ERROR_IS_FATAL ANY)
file(GLOB pages ${CW_STAGE}/*.1.gz)
file(INSTALL ${pages} DESTINATION ${CMAKE_INSTALL_PREFIX}/share/man/man1)
file(INSTALL ${CW_STAGE}/${name} DESTINATION ${CMAKE_INSTALL_PREFIX}/share/bash-completion/completions)
