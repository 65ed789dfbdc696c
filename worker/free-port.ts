import { createServer } from 'node:net';

const listen = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });

/** A free port of loopback: the wanted one, or any other when it is taken. */
export const freePort = (wanted: number): Promise<number> => listen(wanted).catch(() => listen(0));
