import { createSocket } from 'node:dgram';
import { freePort } from './free-port.js';

/** A free port of loopback that no other stack takes as long as it is held. */
export interface ReservedPort {
  readonly port: number;
  release(): void;
}

const MAX_TRIES = 20;

/**
 * Reserves a free port for a program that takes a while to listen on it. Otherwise two stacks that start at the same time could choose
 * the same port, and one would talk to the other's server. The lock is the UDP port of the same number, which the system frees when the
 * process ends.
 * @param wanted tried first; any other when it is taken
 */
export async function reservePort(wanted: number): Promise<ReservedPort> {
  for (let tries = 1; ; tries++) {
    const reserved = await take(await freePort(tries === 1 ? wanted : 0));
    if (reserved !== null) return reserved;
    if (tries === MAX_TRIES) throw new Error('no free port');
  }
}

/** Reserves the first of these ports that is free; null when none is. */
export async function reserveOneOf(ports: readonly number[]): Promise<ReservedPort | null> {
  for (const port of ports) {
    const reserved = await take(port);
    if (reserved !== null) return reserved;
  }
  return null;
}

async function take(port: number): Promise<ReservedPort | null> {
  const release = await hold(port);
  // The stack that held the lock before may be listening by now.
  if (release !== null && (await freePort(port)) === port) return { port, release };
  release?.();
  return null;
}

/** Takes the lock of a port; null when another process holds it. */
const hold = (port: number): Promise<(() => void) | null> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(null));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(() => void socket.close()));
  });
