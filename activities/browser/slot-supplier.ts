import type { ActivitySlotInfo, CustomSlotSupplier, SlotPermit } from '@temporalio/worker';
import type { PageSlots } from './page-slots.js';

/** Temporal's slots for opening pages: as many as pages can be opened now. */
export const slotSupplier = (slots: PageSlots): CustomSlotSupplier<ActivitySlotInfo> => ({
  type: 'custom',
  async reserveSlot(_context, abortSignal): Promise<SlotPermit> {
    await slots.reserve(abortSignal);
    return {};
  },
  tryReserveSlot: () => (slots.tryReserve() ? {} : null),
  markSlotUsed() {},
  releaseSlot: () => slots.release(),
});
