// The functions are all in the header; a C target needs a file to compile.
#include "iamwatch_processor.h"
