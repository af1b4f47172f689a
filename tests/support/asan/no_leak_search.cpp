// Part of `tatara` under AddressSanitizer: the search for leaks traces its own process, which those behind
// walls may not, and they are started with an environment that cannot say so. Leaks are searched in the tests
// of the modules.
extern "C" const char* __asan_default_options();

extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}
