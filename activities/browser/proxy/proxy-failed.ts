import type { ProxyFault } from '../../../contract/address/proxy.js';

/** A proxy did not connect. Holds no more than why: errors of sockets and of their libraries carry addresses and passwords. */
export class ProxyFailed extends Error {
  override readonly name = 'ProxyFailed';
  constructor(readonly why: ProxyFault) {
    super(why);
  }
}

/** Where to connect to. */
export interface Target {
  /** Name or address, without brackets. */
  readonly host: string;
  readonly port: number;
}
