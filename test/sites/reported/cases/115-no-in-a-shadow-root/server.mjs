// The whole application is one shadow root, and so is its no.
import { html, isRight, NAME, SEND, site } from '../../kit.mjs';

const page = html(
  'دخول',
  `<x-app></x-app><script>${SEND}
customElements.define('x-app', class extends HTMLElement { async connectedCallback() { const s = this.attachShadow({mode:'open'}); const me = await fetch('/api/me'); if (me.status===200) return this.in(s);
 s.innerHTML='<h1>تسجيل الدخول</h1><label>اسم المستخدم <input id="u"></label><label>كلمة المرور <input id="p" type="password"></label><button id="b">دخول</button><p id="m"></p>';
 const $=(i)=>s.getElementById(i); $('b').onclick=async()=>{ const r=await fetch('/api/in',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({username:$('u').value,password:$('p').value})}); if(r.status===201){ this.in(s); } else $('m').textContent='كلمة المرور غير صحيحة'; }; }
 in(s){ s.innerHTML='<nav><a href="/week">الحديقة</a> <a href="/plants">النباتات</a> <a href="/tools">الأدوات</a></nav><button>الحديقة</button><button>النباتات</button><button>الإعدادات</button><p>لا توجد مهام اليوم</p>'; } });</script>`,
  '',
  'ar',
);
site({
  '/': () => page,
  '/login': () => page,
  '/api/me': ({ user }) => (user ? { json: { user } } : { status: 403, json: {} }),
  'POST /api/in': ({ form: f }) =>
    isRight(f) ? { status: 201, json: { ok: 1 }, logIn: NAME } : { status: 400, json: {} },
});
