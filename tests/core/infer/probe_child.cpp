#include "tests/support/probe_child.h"
