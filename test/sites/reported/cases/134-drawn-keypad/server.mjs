// The PIN is pressed on keys that the page draws, in another order each time.
import { alert, html, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    '登录',
    `<h1>网上银行</h1>${w}<form method="post" action="/login"><p><label>卡号 <input name="card"></label></p><p>密码 <span id="dots"></span><input type="hidden" name="pin" id="pin"></p><div id="pad"></div><p><button>登录</button></p></form><script>const d=[...'0123456789'].sort(()=>Math.random()-.5);for(const x of d){const e=document.createElement('button');e.type='button';e.textContent=x;e.onclick=()=>{pin.value+=x;dots.textContent='•'.repeat(pin.value.length)};pad.append(e)}</script>`,
    '',
    'zh',
  );
site(usual({ page, right: (f) => f.card === '6222021234567890' && f.pin === '482133', no: alert('卡号或密码错误。') }));
