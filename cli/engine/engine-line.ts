import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type FieldRole,
  isFirstStep,
  type OfflineReader,
  type PageView,
  type ViewForm,
} from '../../activities/login/index.js';
import { reachable } from './page-world/reachable.js';

/** One line of `npm run engine`. CSS paths are null where there is no such element. */
export interface Line {
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

/** What the engine sees in one file, or why it can't be read. */
export async function lineFor(file: string, reader: OfflineReader): Promise<Line | { file: string; error: string }> {
  try {
    // npm changes to the project's folder; the names were typed in another one.
    const html = await readFile(resolve(process.env.INIT_CWD ?? '.', file));
    if (!isText(html)) return { file, error: html.length === 0 ? 'empty file' : 'no text' };
    return await reader.read(html, async (view, page) => {
      const line = summary(file, view);
      const paths = [line.identifier, line.password, line.submit, ...line.otp].filter((css) => css !== null);
      return within(line, new Set(await page.evaluate(reachable, paths)));
    });
  } catch (error) {
    return { file, error: error instanceof Error ? error.message.split('\n')[0]! : 'unreadable' };
  }
}

/** Bytes of a file that say whether it's text (WHATWG MIME Sniffing, sections 5.2 and 7.1). */
const SNIFFED = 1445;
const BYTE_ORDER_MARKS = ['efbbbf', 'feff', 'fffe'];
/** From this share of non-text bytes on, a file is not text: single ones get into pages by mistake. */
const MAX_BINARY = 0.02;

/** Whether the file can hold a page at all; pictures and archives end up in folders of saved pages. */
function isText(file: Buffer): boolean {
  const start = file.subarray(0, SNIFFED);
  const hex = start.toString('hex', 0, 3);
  if (BYTE_ORDER_MARKS.some((mark) => hex.startsWith(mark))) return true;
  const binary = start.filter((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte)).length;
  return file.length > 0 && binary <= Math.max(1, start.length * MAX_BINARY);
}

function within(line: Line, reached: ReadonlySet<string>): Line {
  const kept = (css: string | null) => (css !== null && reached.has(css) ? css : null);
  return {
    ...line,
    identifier: kept(line.identifier),
    password: kept(line.password),
    otp: line.otp.filter((css) => reached.has(css)),
    submit: kept(line.submit),
  };
}

/** A form in a frame of the page counts, but has no paths: one into a frame is none for `document.querySelector`. */
function summary(file: string, view: PageView): Line {
  const { best } = view;
  const form = best ?? view.forms.find(({ frame }) => frame === '') ?? null;
  const isLogin = best !== null && isFirstStep(best.class);
  if (best !== null && best.frame !== '') {
    const { confidence, reasons } = best;
    const nowhere = { identifier: null, password: null, otp: [], submit: null };
    return { file, isLogin, class: best.class, ...nowhere, confidence, reasons: ['inFrame', ...reasons] };
  }
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
