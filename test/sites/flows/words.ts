/** Heading and button, name, password, and a greeting of a small site, as it is written in one language. */
const WORDS = {
  en: ['Sign in', 'User name', 'Password', 'Your orders'],
  de: ['Anmelden', 'Benutzername', 'Passwort', 'Ihre Bestellungen'],
  fr: ['Se connecter', 'Identifiant', 'Mot de passe', 'Vos commandes'],
  es: ['Iniciar sesión', 'Usuario', 'Contraseña', 'Sus pedidos'],
  pl: ['Zaloguj się', 'Nazwa użytkownika', 'Hasło', 'Twoje zamówienia'],
  tr: ['Giriş yap', 'Kullanıcı adı', 'Şifre', 'Siparişleriniz'],
  vi: ['Đăng nhập', 'Tên đăng nhập', 'Mật khẩu', 'Đơn hàng của bạn'],
  ru: ['Войти', 'Логин', 'Пароль', 'Ваши заказы'],
  uk: ['Увійти', 'Логін', 'Пароль', 'Ваші замовлення'],
  el: ['Σύνδεση', 'Όνομα χρήστη', 'Κωδικός πρόσβασης', 'Οι παραγγελίες σας'],
  zh: ['登录', '用户名', '密码', '您的订单'],
  ja: ['ログイン', 'ユーザー名', 'パスワード', 'ご注文の一覧'],
  ko: ['로그인', '아이디', '비밀번호', '주문 내역'],
  ar: ['تسجيل الدخول', 'اسم المستخدم', 'كلمة المرور', 'طلباتك'],
  he: ['כניסה', 'שם משתמש', 'סיסמה', 'ההזמנות שלך'],
  fa: ['ورود', 'نام کاربری', 'رمز عبور', 'سفارش‌های شما'],
  th: ['เข้าสู่ระบบ', 'ชื่อผู้ใช้', 'รหัสผ่าน', 'คำสั่งซื้อของคุณ'],
  hi: ['लॉग इन करें', 'उपयोगकर्ता नाम', 'पासवर्ड', 'आपके ऑर्डर'],
} as const;

export type Lang = keyof typeof WORDS;

/** A form for name and password. */
export function loginForm(lang: Lang, action = '/password'): string {
  const [heading, name, password] = WORDS[lang];
  return `<h1>${heading}</h1><form method="post" action="${action}">
    <label for="u">${name}</label><input id="u" name="user" autocomplete="username">
    <label for="p">${password}</label><input id="p" name="pass" type="password" autocomplete="current-password">
    <button>${heading}</button></form>`;
}

export const signInLink = (lang: Lang, to = '/login'): string => `<a href="${to}">${WORDS[lang][0]}</a>`;

/** A page behind the login that offers nothing to press. */
export const ordersPage = (lang: Lang): string => `<h1>${WORDS[lang][3]}</h1><ul><li>1704</li><li>1705</li></ul>`;
