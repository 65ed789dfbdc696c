#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { type OfflineReader, offlineReader } from '../activities/login/discover/offline.js';
import type { FieldRole, PageView, ViewForm } from '../activities/login/discover/view.js';
import { needTool } from '../worker/need-tool.js';

/**
 * `npm run -s engine -- FILE...`: reads saved HTML files and prints, one JSON line a file and in order, what the login
 * engine sees in them. No network, no scripts; CSS paths hold for `document.querySelector` in the page as loaded with
 * scripting on. A file that can't be read gets a line with `error`, and the run goes on.
 */

const LOGIN_CLASSES = new Set(['login', 'identifier', 'password']);

interface Line {
  file: string;
  isLogin: boolean;
  class: string;
  identifier: string | null;
  password: string | null;
  otp: string[];
  submit: string | null;
  confidence: number;
  reasons: string[];
}

async function main(files: string[]): Promise<number> {
  if (files.length === 0) {
    console.error('usage: npm run -s engine -- FILE...');
    return 2;
  }
  const tool = await needTool('chromium');
  const browser = await chromium.launch({
    executablePath: tool.path,
    args: tool.args,
    env: { ...process.env, ...tool.env } as Record<string, string>,
    chromiumSandbox: tool.sandbox,
  });
  const reader = await offlineReader(browser);
  try {
    for (const file of files) console.log(JSON.stringify(await lineFor(file, reader)));
  } finally {
    await browser.close();
  }
  return 0;
}

async function lineFor(file: string, reader: OfflineReader): Promise<Line | { file: string; error: string }> {
  try {
    // npm changes to the project's folder; the names were typed in another one.
    const html = await readFile(resolve(process.env.INIT_CWD ?? '.', file));
    return await reader.read(html, (view) => summary(file, view));
  } catch (error) {
    return { file, error: error instanceof Error ? error.message.split('\n')[0]! : 'unreadable' };
  }
}

/** Only the main document: a path into a frame is none for `document.querySelector`. */
function summary(file: string, view: PageView): Line {
  const best = view.best?.frame === '' ? view.best : null;
  const form = best ?? view.forms.find(({ frame }) => frame === '') ?? null;
  const isLogin = best !== null && LOGIN_CLASSES.has(best.class);
  return {
    file,
    isLogin,
    class: form?.class ?? 'none',
    identifier: isLogin ? pathTo(best, 'identifier') : null,
    password: isLogin ? pathTo(best, 'password') : null,
    otp: codePaths(best),
    submit: form?.submit?.css ?? null,
    confidence: form?.confidence ?? 0,
    reasons: form?.reasons ?? [],
  };
}

function pathTo(form: ViewForm, role: FieldRole): string | null {
  return form.fields.find((field) => field.role === role)?.ref.css ?? null;
}

function codePaths(form: ViewForm | null): string[] {
  const code = form?.fields.find((field) => field.role === 'otp');
  if (code === undefined) return [];
  return code.boxes.length > 0 ? code.boxes.map(({ css }) => css) : [code.ref.css];
}

process.exitCode = await main(process.argv.slice(2));
