import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { runCommand, serve } from '../serve.js';
import { pypi } from '../sources/pypi.js';
import { changeDatabase } from '../sqlite.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };
/** base32 of the ten letters "an orchard", as the server keeps it in hex. */
const [TOTP_SECRET, TOTP_KEY] = ['MFXCA33SMNUGC4TE', Buffer.from('an orchard').toString('hex')];

/** Django with django-two-factor-auth: a wizard of two steps at one address, whose Enter goes to a button that nobody sees. */
export const djangoTwoFactor: App = {
  name: 'django-two-factor',
  source: pypi({ name: 'django-two-factor-auth', version: '1.18.1' }),
  async start(install, data) {
    const port = await freePort(0);
    const python = join(install, 'venv/bin/python');
    const database = join(data, 'orchard.db');
    const templates = join(data, 'templates');
    await mkdir(join(templates, 'two_factor'), { recursive: true });
    await writeFile(join(templates, 'two_factor/_base.html'), FRAME);
    await writeFile(join(data, 'orchard.py'), project(database, templates));
    const env = {
      DJANGO_SUPERUSER_USERNAME: USER.username,
      DJANGO_SUPERUSER_PASSWORD: USER.password,
      DJANGO_SUPERUSER_EMAIL: 'keeper@example.com',
    };
    const manage = (...args: string[]) => runCommand(python, ['orchard.py', ...args], { cwd: data, env });
    await manage('migrate', '--verbosity', '0');
    await manage('createsuperuser', '--noinput');
    await changeDatabase(
      database,
      `INSERT INTO otp_totp_totpdevice (user_id, name, confirmed, key, step, t0, digits, tolerance, drift, last_t, throttling_failure_count)
       VALUES (1, 'default', 1, ?, 30, 0, 6, 1, 0, -1, 0)`,
      [TOTP_KEY],
    );
    const server = await serve(python, ['orchard.py', 'runserver', '--noreload', `127.0.0.1:${port}`], {
      at: port,
      cwd: data,
      env,
    });
    return {
      port,
      loginPath: '/account/login/',
      values: USER,
      totpSecret: TOTP_SECRET,
      passwordsSent: 1,
      home: { path: '/account/two_factor/', signedIn: 'a[href*="backup"]', signedOut: 'input[type="password"]' },
      expireSessions: () => changeDatabase(database, 'DELETE FROM django_session'),
      stop: () => server.stop(),
    };
  },
};

/** It wants a frame of the site's own around its pages. */
const FRAME = `<!doctype html>
<html><head><title>{% block title %}{% endblock %}</title></head><body>
{% if user.is_authenticated %}
<form method="post" action="{% url 'logout' %}">{% csrf_token %}{{ user.username }} <button>Log out</button></form>
{% endif %}
{% block content_wrapper %}{% block content %}{% endblock %}{% endblock %}
</body></html>
`;

const project = (database: string, templates: string): string => `
import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.urls import include, path

PROCESSORS = ['django.template.context_processors.request', 'django.contrib.auth.context_processors.auth',
              'django.contrib.messages.context_processors.messages']
settings.configure(
    DEBUG=True, SECRET_KEY='a long key of an orchard that nobody can guess', ROOT_URLCONF=__name__, ALLOWED_HOSTS=['*'], USE_TZ=True,
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': '${database}'}},
    INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes', 'django.contrib.sessions', 'django.contrib.messages',
                    'django_otp', 'django_otp.plugins.otp_static', 'django_otp.plugins.otp_totp', 'two_factor'],
    MIDDLEWARE=['django.contrib.sessions.middleware.SessionMiddleware', 'django.middleware.common.CommonMiddleware',
                'django.middleware.csrf.CsrfViewMiddleware', 'django.contrib.auth.middleware.AuthenticationMiddleware',
                'django_otp.middleware.OTPMiddleware', 'django.contrib.messages.middleware.MessageMiddleware'],
    TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True, 'DIRS': ['${templates}'],
                'OPTIONS': {'context_processors': PROCESSORS}}],
    LOGIN_URL='two_factor:login', LOGIN_REDIRECT_URL='two_factor:profile',
)
django.setup()
from django.contrib.auth.views import LogoutView  # noqa: E402
from two_factor.urls import urlpatterns as two_factor  # noqa: E402

urlpatterns = [path('logout/', LogoutView.as_view(next_page='/account/login/'), name='logout'), path('', include(two_factor))]
if __name__ == '__main__':
    execute_from_command_line()
`;
