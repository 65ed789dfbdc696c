import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { namesTemporal, type StackFile } from '../../contract/machine/stack-file.js';
import { startDevServer } from '../dev-server.js';
import { needTool } from '../need-tool.js';
import { endOrphan, rememberMark } from '../orphan.js';
import type { StackParts } from './parts.js';
import { portOf } from './stack-file.js';
import { serveUi, type UiProxy } from './ui-proxy.js';

const FRONTEND_PORT = 7233;
const UI_PORT = 8233;

export interface StackTemporal {
  readonly address: string;
  readonly namespace: string;
  /** The server is ours. */
  readonly isOwn: boolean;
  /** What shows its Web UI, where it was asked for. */
  readonly ui: UiProxy | null;
}

/**
 * The Temporal that the environment names, or a development server of our own with its data in the state folder.
 * @param options `onSpawn` is called when the process of such a server is there
 */
export async function startTemporal(
  parts: StackParts,
  before: StackFile | null,
  options: { readonly stateDir: string; readonly ui: boolean; readonly onSpawn: () => void },
): Promise<StackTemporal> {
  if (namesTemporal(process.env)) {
    const { TEMPORAL_ADDRESS: address = '', TEMPORAL_NAMESPACE: namespace = 'default' } = process.env;
    return { address, namespace, isOwn: false, ui: null };
  }
  const { stateDir } = options;
  const markFile = join(stateDir, 'temporal.mark');
  await endOrphan(markFile);
  const { path } = await needTool('temporal');
  let address = '';
  let port = portOf(before?.temporal_address) ?? FRONTEND_PORT;
  let uiPort: number | null = null;
  const mark = randomUUID();
  await rememberMark(markFile, mark);
  await parts.keep('temporal', async (keep) => {
    const onSpawn = (child: ChildProcess): void => {
      keep(child);
      options.onSpawn();
    };
    const server = await startDevServer(path, stateDir, { port, ui: options.ui, mark, onSpawn });
    ({ address } = server);
    port = portOf(address) ?? port;
    uiPort = server.ports.ui;
    return server.process;
  });
  const ui = uiPort === null ? null : await serveUi(portOf(before?.ui_url) ?? UI_PORT, () => uiPort!);
  return { address, namespace: 'default', isOwn: true, ui };
}
