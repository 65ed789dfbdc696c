/** `node:net` for all that the bench bundles: sites have the same ports each time, wherever they listen. */
import { connect as connectTo, type TcpNetConnectOpts } from 'node:net';

export * from 'node:net';

/** Where a port of the year is. */
export const ports = new Map<number, number>();

export const connect = (to: TcpNetConnectOpts) => connectTo({ ...to, port: ports.get(to.port) ?? to.port });
