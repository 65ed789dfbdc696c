import type { ActivitySlotInfo, CustomSlotSupplier, SlotPermit } from '@temporalio/worker';
import type { Places } from './page-slots.js';

/** Slots of the queue of browsers: as many as places for pages are free. */
export const pageSlots = (places: Places): CustomSlotSupplier<ActivitySlotInfo> => ({
  type: 'custom',
  async reserveSlot(_context, abortSignal): Promise<SlotPermit> {
    await places.reserve(abortSignal);
    return {};
  },
  tryReserveSlot: () => (places.tryReserve() ? {} : null),
  markSlotUsed() {},
  releaseSlot: () => places.release(),
});
