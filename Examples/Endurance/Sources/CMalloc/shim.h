// What the allocator knows about itself: `mallinfo2` on Linux, which the Glibc module leaves out.
#if defined(__linux__)
#include <malloc.h>
#elif defined(__APPLE__)
#include <malloc/malloc.h>
#endif
