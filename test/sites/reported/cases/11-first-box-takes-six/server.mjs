// Six boxes for a code; the first one takes six characters, so that a phone can fill it.
import { HALF, html, isCode, site, step, usual } from '../../kit.mjs';

const box = (n) =>
  `<input class="box" aria-label="Digit ${n + 1} of the code" inputmode="numeric" ${n === 0 ? 'maxlength="6" autocomplete="one-time-code"' : 'maxlength="1" autocomplete="off"'}>`;
const page = (words = '') =>
  html(
    'Verify',
    `<h1>Check your authenticator</h1>${words}<p>Type the 6-digit code from your authenticator app.</p>
<form method="post" action="/code"><input type="hidden" name="code"><div>${[0, 1, 2, 3, 4, 5].map(box).join('')}</div><button>Verify</button></form>
<script>
const boxes = [...document.querySelectorAll('.box')];
boxes.forEach((one, n) => one.addEventListener('input', () => {
  const typed = one.value.replace(/\\D/g, '').split('');
  typed.slice(0, 6 - n).forEach((digit, m) => { boxes[n + m].value = digit; });
  if (typed.length > 0) boxes[Math.min(n + typed.length, 5)].focus();
  document.forms[0].code.value = boxes.map((each) => each.value).join('');
}));
</script>`,
    '<style>.box{width:2em;text-align:center}</style>',
  );
site({
  ...usual({ next: { to: '/code', cookies: [HALF] } }),
  ...step('/code', page, ({ code }) => isCode(code)),
});
