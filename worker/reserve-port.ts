import { createSocket } from 'node:dgram';
import { freePort } from './free-port.js';

/** A free port of loopback that no other stack takes as long as it is held. */
export interface ReservedPort {
  readonly port: number;
  release(): void;
}

const MAX_TRIES = 20;

/**
 * Reserves a free port for a program that takes a while to listen at it: two stacks that start at the same time would else
 * choose the same one, and one would talk to the other's server. The sign of it is the UDP port of that number, which goes with its process.
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
  // Whoever held it before may listen at it by now.
  if (release !== null && (await freePort(port)) === port) return { port, release };
  release?.();
  return null;
}

/** Takes the sign of a port; null when somebody has it. */
const hold = (port: number): Promise<(() => void) | null> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(null));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(() => void socket.close()));
  });
