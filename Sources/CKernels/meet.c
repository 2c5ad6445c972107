#include "CKernels.h"

#include <sched.h>

enum {
  /// How often a thread looks whether the others are here before it lets others have the processor: tens of
  /// microseconds, longer than equal parts of a step of any layer differ.
  most_looks = 2000,
};

static void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

void ck_meet(ck_share share) {
  if (share.parts == 1) return;
  ck_barrier *barrier = share.barrier;
  uint32_t round = __atomic_load_n(&barrier->round, __ATOMIC_RELAXED);
  if (__atomic_add_fetch(&barrier->arrived, 1, __ATOMIC_ACQ_REL) == share.parts) {
    __atomic_store_n(&barrier->arrived, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&barrier->round, round + 1, __ATOMIC_RELEASE);
    return;
  }
  for (int looks = 0; __atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE) == round; looks++) {
    if (looks < most_looks) {
      pause_briefly();
    } else {
      sched_yield();
      looks = most_looks;
    }
  }
}
