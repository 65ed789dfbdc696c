import { form, type Trap } from './trap.js';

const frame = (attributes: string): string => `<h1>Shop</h1><iframe width="600" height="400" ${attributes}></iframe>`;
const quoted = (html: string): string => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const trapped = (html: string): string => `<html data-trap><body>${html}</body></html>`;

/** Traps in frames and shadow trees. */
export const frames: readonly Trap[] = [
  {
    name: 'the form stands in a frame of another site',
    own: ({ other }) => ({ '/': frame(`src="${other}/login"`) }),
    other: () => ({ '/login': form() }),
    code: 'domain_not_allowed',
  },
  {
    name: 'the form stands in a data: frame',
    own: () => ({ '/': frame(`src="data:text/html,${encodeURIComponent(trapped(form()))}"`) }),
    code: 'login_form_not_found',
  },
  {
    name: 'the form stands in a blob: frame',
    own: () => ({
      '/': `${frame('id="f"')}<script>
        f.src = URL.createObjectURL(new Blob([${JSON.stringify(trapped(form()))}], { type: 'text/html' }));
      </script>`,
    }),
    code: 'login_form_not_found',
  },
  {
    name: 'the form stands in a sandboxed frame',
    own: () => ({ '/': frame(`sandbox="allow-forms allow-scripts" srcdoc="${quoted(trapped(form()))}"`) }),
  },
  {
    name: 'the form stands in a frame that a script wrote',
    own: () => ({
      '/': `${frame('id="f"')}<script>
        f.contentDocument.write(${JSON.stringify(trapped(form()))}); f.contentDocument.close();
      </script>`,
    }),
  },
  {
    name: 'the form stands in a closed shadow tree',
    own: () => ({
      '/': `<div id="host"></div><script>
        host.attachShadow({ mode: 'closed' }).innerHTML = ${JSON.stringify(`<div data-trap>${form()}</div>`)};
      </script>`,
    }),
    code: 'login_form_not_found',
  },
  {
    name: 'an invisible frame of another site lies over the form',
    own: ({ other }) => ({
      '/': `${form()}<iframe src="${other}/" style="position:fixed;inset:0;width:100%;height:100%;opacity:0.01"></iframe>`,
    }),
    other: () => ({ '/': form() }),
    code: 'element_not_found',
  },
];
