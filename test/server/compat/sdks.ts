/** The vendor's own client, as it is on the registry, in three versions. */
import Kernel27 from 'kernel-sdk-0-27';
import Kernel29 from 'kernel-sdk-0-29';
import Kernel32 from 'kernel-sdk-0-32';

/** What the three versions share is typed by the one in the middle. */
export type Kernel = Kernel29;

type Make = (options: { baseURL: string; apiKey: string }) => Kernel;

export const SDKS: readonly { readonly version: string; readonly make: Make }[] = [
  { version: '0.27.0', make: (options) => new Kernel27(options) as unknown as Kernel },
  { version: '0.29.0', make: (options) => new Kernel29(options) },
  { version: '0.32.0', make: (options) => new Kernel32(options) as unknown as Kernel },
];
