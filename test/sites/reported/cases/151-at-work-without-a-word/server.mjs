// The answer is asked for again and again; meanwhile nothing is said, and the button can't be pressed.
import { account, home, html, isRight, letIn, SEND, site } from '../../kit.mjs';

let job = null;
const page = html(
  'Увійти',
  `<div><label>Логін <input id="u"></label><label>Пароль <input id="p" type="password"></label><button id="b">Увійти</button><div id="m" role="status"></div></div>
<script>${SEND} b.onclick = async () => {
  b.disabled = true;
  await send('/jobs', { username: u.value, password: p.value });
  const asking = setInterval(async () => {
    const { done, ok } = await (await fetch('/jobs')).json();
    if (!done) return;
    clearInterval(asking);
    b.disabled = false;
    if (ok) location = '/account';
    else m.textContent = 'Невірний логін або пароль';
  }, 700);
}</script>`,
  '',
  'uk',
);
site({
  '/': home,
  '/account': account,
  '/login': () => page,
  'POST /jobs': ({ form }) => {
    job = { at: Date.now(), ok: isRight(form) };
    return { status: 202, json: {} };
  },
  'GET /jobs': () => {
    if (Date.now() - (job?.at ?? Date.now()) < 6_000) return { json: { done: false } };
    return { json: { done: true, ok: job.ok }, ...(job.ok ? { logIn: letIn.logIn } : {}) };
  },
});
