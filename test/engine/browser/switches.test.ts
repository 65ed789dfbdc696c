import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { needTool } from '../../../worker/need-tool.js';
import { listenOnLoopback } from '../../sites/sample/listen.js';
import { ownPages } from '../login/harness.js';

/** A login on a private host goes through no proxy, which would hide what a switch does. */
const DIRECT = { domain: '10.0.0.1', state: null, proxy: null };

let pages: Pages;
/** A Chromium without any switch of ours. What it does shows that a test would notice. */
let plain: Browser;
beforeAll(async () => {
  const { path, env, sandbox } = await needTool('chromium');
  pages = await ownPages();
  plain = await chromium.launch({ executablePath: path, env: { ...env }, chromiumSandbox: sandbox });
});
afterAll(() => Promise.all([pages.closeAll(), plain.close()]));

/** Runs the same in our Chromium and in a plain one. */
async function inBoth<T>(work: (page: Page) => Promise<T>): Promise<{ ours: T; plain: T }> {
  const [own, other] = [await pages.newPage(DIRECT), await plain.newPage()];
  try {
    return { ours: await work(own), plain: await work(other) };
  } finally {
    await Promise.all([own.context().close(), other.context().close()]);
  }
}

/** A STUN server that answers nothing, so that it is asked again and again. */
async function stunServer() {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let packets = 0;
  socket.on('message', () => {
    packets += 1;
  });
  return { socket, url: `stun:127.0.0.1:${socket.address().port}`, packets: () => packets };
}

/** Lets a page look for ways to reach another one. */
const connect = (page: Page, url: string): Promise<void> =>
  page.evaluate(async (server) => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: server }] });
    Object.assign(globalThis, { connection });
    connection.createDataChannel('out');
    await connection.setLocalDescription(await connection.createOffer());
  }, url);

it('WebRTC sends nothing past the proxy', async () => {
  const [first, second] = [await stunServer(), await stunServer()];
  const [own, other] = [await pages.newPage(DIRECT), await plain.newPage()];
  try {
    await connect(own, first.url);
    await connect(other, second.url);
    // The plain one began later and has asked several times by then.
    while (second.packets() < 3) await once(second.socket, 'message');
    expect(first.packets()).toBe(0);
  } finally {
    for (const { socket } of [first, second]) socket.close();
    await Promise.all([own.context().close(), other.context().close()]);
  }
});

describe('what a page can hand to the browser to send later is not there', () => {
  it.each(['fetchLater', 'IdentityCredential', 'runAdAuction', 'HTMLFencedFrameElement', 'BackgroundFetchManager'])(
    '%s',
    async (name) => {
      const site = await listenOnLoopback((_, outgoing) => outgoing.end('<h1>Hello</h1>'), 0);
      try {
        const seen = await inBoth(async (page) => {
          await page.goto(`http://localhost:${site.port}/`);
          return page.evaluate((it) => it in globalThis || it in navigator, name);
        });
        expect(seen).toEqual({ ours: false, plain: true });
      } finally {
        await site.close();
      }
    },
  );

  it('reports to addresses that a header names', async () => {
    const site = await listenOnLoopback((incoming, outgoing) => {
      outgoing.setHeader('reporting-endpoints', `out="http://localhost:${site.port}/reports"`);
      outgoing.setHeader('content-security-policy', "img-src 'none'; report-to out");
      outgoing.setHeader('content-type', 'text/html');
      outgoing.end(incoming.url === '/' ? '<img src="/nothing.png">' : '');
    }, 0);
    try {
      const seen = await inBoth(async (page) => {
        const session = await page.context().newCDPSession(page);
        let reports = 0;
        session.on('Network.reportingApiReportAdded', () => {
          reports += 1;
        });
        await session.send('Network.enable');
        await session.send('Network.enableReportingApi', { enable: true }).catch(() => undefined);
        await page.goto(`http://localhost:${site.port}/`);
        await page.waitForLoadState();
        // A report is filed before the browser answers the next question.
        await session.send('Network.getCookies');
        return reports > 0;
      });
      expect(seen).toEqual({ ours: false, plain: true });
    } finally {
      await site.close();
    }
  });
});
