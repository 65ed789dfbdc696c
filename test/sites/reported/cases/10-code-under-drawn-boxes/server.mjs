// The code goes into one transparent input that lies over six drawn boxes.
import { HALF, html, isCode, site, step, usual } from '../../kit.mjs';

const STYLE = `.otp{position:relative;display:flex;gap:8px;width:330px}
.box{width:46px;height:52px;border:1px solid #888;border-radius:6px;text-align:center;font-size:24px}
.real{position:absolute;inset:0;width:100%;height:100%;opacity:0;margin:0;z-index:1;letter-spacing:35px;background:transparent;border:0}`;
const page = (words = '') =>
  html(
    'Two-step verification',
    `<h1>Two-step verification</h1>${words}<p>Enter the 6-digit code from your authenticator app.</p>
<form method="post" action="/code"><div class="otp">
<input class="real" name="code" maxlength="6" inputmode="numeric" autocomplete="one-time-code" aria-label="Enter verification code" autofocus>
${'<div class="box" aria-hidden="true"></div>'.repeat(6)}</div><button>Continue</button></form>
<script>
const real = document.querySelector('.real');
real.addEventListener('input', () => document.querySelectorAll('.box').forEach((box, n) => { box.textContent = real.value[n] ?? ''; }));
</script>`,
    `<style>${STYLE}</style>`,
  );
site({
  ...usual({ next: { to: '/code', cookies: [HALF] } }),
  ...step('/code', page, ({ code }) => isCode(code)),
});
