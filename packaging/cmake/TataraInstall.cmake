# What `cmake --install` lays out under its prefix; packaging/debian makes the Debian package of it.
include(GNUInstallDirs)
foreach(program IN ITEMS tatara tatara-workbench)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()

# Not GNUInstallDirs' libdir: a program looks for ../lib/tatara on every architecture.
install(DIRECTORY "${TATARA_DEPS_DIR}/lib/" DESTINATION lib/tatara)
install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" "${CMAKE_SOURCE_DIR}/README.md" "${CMAKE_SOURCE_DIR}/CHANGELOG.md"
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY "${TATARA_DEPS_DIR}/licenses" DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(TARGET tatara-workbench)
  install(FILES "${CMAKE_SOURCE_DIR}/packaging/desktop/tatara-workbench.desktop"
          DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES "${CMAKE_SOURCE_DIR}/resources/icons/tatara.svg"
          DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()
install(TARGETS tatara_grpc LIBRARY DESTINATION lib/tatara)
