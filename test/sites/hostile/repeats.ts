import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a site has got, to say it again. */
interface Got {
  readonly email: string;
  readonly password: string;
  readonly port: number;
}
type Repeat = (got: Got, request: IncomingMessage, response: ServerResponse) => void;

const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const base64 = (text: string): string => Buffer.from(text).toString('base64url');
const escaped = encodeURIComponent;
/** What may stand in a name of a host, a cookie or a field. */
const named = (text: string): string => text.replaceAll(/[^\w.-]/g, '-');
const writings = (text: string): string[] => [
  text,
  text.toUpperCase(),
  [...text].reverse().join(''),
  base64(text),
  Buffer.from(text).toString('hex'),
  escaped(text),
  [...text].join(' '),
  [...text].join('\u200b'),
];

const WRONG = '<p role="alert">Wrong password</p>';
const form = (before = '', after = '', password = ''): string =>
  `<!doctype html><html lang="en">${before}<h1>Sign in</h1><form method="post" action="/login">
  <label>Email <input name="email" type="email"></label><label>Password <input name="password" type="password" ${password}></label>
  <button>Sign in</button></form>${after}</html>`;
const script = (code: (value: string) => string, { password }: Got): string =>
  `<script>${code(JSON.stringify(password).replaceAll('<', '\\u003c'))}</script>`;

const page = (response: ServerResponse, text: string, status = 200, headers: Record<string, string | string[]> = {}) =>
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(text);
const leads = (response: ServerResponse, location: string, headers: Record<string, string | string[]> = {}) =>
  response.writeHead(303, { location, ...headers }).end();
const steps = (title: string, inside: string): string =>
  `<h1>${title}</h1><form method="post" action="/code">${inside}<button>Continue</button></form>`;

/** Places in which a site repeats what it got, each its answer to a password. */
export const PLACES: Readonly<Record<string, Repeat>> = {
  'its message and title': ({ password }, _, response) =>
    page(
      response,
      form(`<title>${html(password)}</title><p role="alert">Wrong: ${writings(password).map(html).join(', ')}</p>`),
    ),
  'labels, hints and names of fields': ({ password }, _, response) =>
    page(
      response,
      form(
        WRONG,
        '',
        `placeholder="${html(password)}" title="${html(password)}" aria-label="Password ${html(password)}"`,
      )
        .replace(
          '>Email <input name="email"',
          `>Email ${html(password)} <input id="x-${named(password)}" name="u-${named(password)}"`,
        )
        .replace('action="/login"', `action="/login/${escaped(password)}?a=${base64(password)}"`)
        .replace('Sign in</button>', `Sign in ${html(password)}</button>`),
    ),
  'options of a second step': ({ password, email }, _, response) =>
    page(
      response,
      steps(
        'Choose how to verify',
        [...writings(password).slice(0, 4), email]
          .map((to) => `<label><input type="radio" name="m" value="${html(to)}"> Text message to ${html(to)}</label>`)
          .join(''),
      ),
    ),
  'a list and its suggestions': ({ password }, _, response) =>
    page(
      response,
      steps(
        'One more thing',
        `<label>Department <select name="d" required><option value="">Choose</option>${writings(password)
          .slice(0, 5)
          .map((one) => `<option>${html(one)}</option>`)
          .join(
            '',
          )}</select></label><label>Pet <input name="pet" list="l" required></label><datalist id="l"><option>${html(password)}</option></datalist>`,
      ),
    ),
  'accounts to choose from': ({ password, email }, _, response) =>
    page(
      response,
      `<h1>Choose an account</h1><ul>${writings(password)
        .slice(0, 3)
        .map((one) => `<li><button type="button">${html(one)} ${html(email)}</button></li>`)
        .join('')}</ul>`,
    ),
  'the field of a code': ({ password }, _, response) =>
    page(
      response,
      steps(
        'Two-step verification',
        `<label>Code for ${html(password)} <input name="otp-${named(password)}" inputmode="numeric"></label>`,
      ),
    ),
  'a notice of another device': ({ password }, _, response) =>
    page(response, `<h1>Approve the sign-in</h1><p>Tap ${html(password)} on your phone</p>`),
  'its address': ({ password }, _, response) =>
    leads(response, `/p/${escaped(password)}/${base64(password)}?q=${escaped(password)}#${escaped(password)}`),
  'the name of a host': ({ password, port }, _, response) =>
    leads(response, `http://${named(password).toLowerCase()}.localhost:${port}/in`),
  'an address that does not answer': ({ password }, _, response) => leads(response, `/dead/${escaped(password)}`),
  'a page that moves on': ({ password }, _, response) =>
    page(response, `<meta http-equiv="refresh" content="0;url=/r/${escaped(password)}"><p>Wait</p>`),
  'names of cookies': ({ password }, _, response) =>
    page(response, form(WRONG), 200, { 'set-cookie': [`c_${named(password)}=1`, `v=${escaped(password)}`] }),
  'dialogs, the console and errors': (got, _, response) =>
    page(
      response,
      form(
        WRONG,
        script(
          (value) =>
            `console.log(${value}); window.name = ${value}; alert(${value}); prompt(${value}); throw new Error(${value})`,
          got,
        ),
      ),
    ),
  'what a field objects to': (got, _, response) =>
    page(
      response,
      form(
        WRONG,
        script(
          (value) =>
            `document.querySelector('[name=password]').setCustomValidity(${value}); document.querySelector('form').reportValidity()`,
          got,
        ),
      ),
    ),
  'a download': ({ password }, _, response) =>
    page(response, 'x', 200, { 'content-disposition': `attachment; filename*=UTF-8''${escaped(password)}` }),
  'an error of OAuth': ({ password, email }, _, response) =>
    leads(response, `/cb?error=access_denied&error_description=${escaped(password)}&login_hint=${escaped(email)}`),
  'a realm': ({ password }, _, response) =>
    page(response, html(password), 401, { 'www-authenticate': `Basic realm="${named(password)}"` }),
  'an error of its server': ({ password }, _, response) =>
    page(response, `<h1>503 Service unavailable</h1><p>${html(password)}</p>`, 503, { 'retry-after': '2' }),
  'a broken connection': (_, { socket }) => void socket.destroy(),
  'a locked account': ({ password, email }, _, response) =>
    page(response, `<h1>Account locked</h1><p>${html(email)} (${html(password)}) is locked.</p>`),
  'a captcha': ({ password }, _, response) =>
    page(
      response,
      `<h1>Are you human?</h1><div class="g-recaptcha" data-sitekey="${named(password)}">${html(password)}</div>`,
    ),
  'names of providers': ({ password }, _, response) =>
    page(response, form(`${WRONG}<a href="/x/${escaped(password)}">Continue with Google ${html(password)}</a>`)),
  'its home page': ({ password }, _, response) =>
    leads(response, `/home/${escaped(password)}?u=${base64(password)}`, {
      'set-cookie': ['sid=1; Path=/; Max-Age=9999'],
    }),
};

/** A site that shows its login to everybody, and repeats what it is sent. */
export async function serveRepeating(repeat: Repeat): Promise<{ readonly host: string; stop(): void }> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { port } = server.address() as AddressInfo;
      const { url = '/', method, headers, socket } = request;
      const said = html(decodeURIComponent(url));
      if (method === 'POST' && url.startsWith('/login')) {
        const [email = '', password = ''] = new URLSearchParams(body).values();
        return repeat({ email, password, port }, request, response);
      }
      if (url.startsWith('/dead')) return socket.destroy();
      if (headers.cookie?.includes('sid='))
        return page(response, `<h1>Welcome, ${said}</h1><a href="/out">Log out</a>`);
      return page(response, url === '/' ? form() : form(`<p role="alert">Wrong password, see ${said}</p>`));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
