import { readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { ts } from '@ts-morph/common';
import { docOf, EMPTY, moduleDoc } from './doc.mjs';
import { declarationProgram } from './program.mjs';

/**
 * What users of the package see, read from the built declarations: no matter in which file a thing is declared, and whether the verbs of
 * a resource are an object or a class. TypeScript 7 has no compiler API, so that an older one reads what it has written.
 *
 * @typedef {import('./doc.mjs').Doc} Doc
 * @typedef {{ name: string, text: string, doc: Doc }} Member `name` with the path to it: `agents.auth.ensure`
 * @typedef {{ name: string, kind: 'class' | 'function' | 'type' | 'value', text: string, commented: string, doc: Doc, members: Member[] }} Declared
 *   `commented`: the text with what is said of its members
 * @typedef {{ specifier: string, name: string, doc: Doc, exported: Declared[], reached: Declared[] }} EntryPoint `reached`: not exported, but
 *   exported things speak of it
 */

const bare = ts.createPrinter({ removeComments: true });
const withComments = ts.createPrinter();

/**
 * @param {string} project folder with `package.json` and a fresh `dist`
 * @returns {EntryPoint[]} one for each subpath in `exports`
 */
export function readApi(project) {
  /** @type {{ name: string, exports: Record<string, { types: string }> }} */
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const paths = Object.entries(manifest.exports).map(([subpath, { types }]) => ({
    subpath,
    file: resolve(project, types),
  }));
  const program = declarationProgram(paths.map(({ file }) => file));
  const inside = join(project, 'dist') + sep;
  return paths.map(({ subpath, file }) => {
    const source = program.getSourceFile(file);
    if (!source) throw new Error(`${file} is not there; run \`npm run build\``);
    const name = subpath === '.' ? 'client' : subpath.slice(2);
    return {
      specifier: join(manifest.name, subpath),
      name,
      ...new Reader(program.getTypeChecker(), inside).read(source),
    };
  });
}

/** Reads one entry point. */
class Reader {
  /** @type {import('@ts-morph/common').ts.Symbol[]} */
  #queue = [];
  /** @type {Set<import('@ts-morph/common').ts.Symbol>} */
  #known = new Set();

  /**
   * @param {import('@ts-morph/common').ts.TypeChecker} checker
   * @param {string} inside only what is declared in this folder is ours
   */
  constructor(checker, inside) {
    this.checker = checker;
    this.inside = inside;
  }

  /** @param {import('@ts-morph/common').ts.SourceFile} source */
  read(source) {
    const exported = this.#readModule(this.checker.getSymbolAtLocation(source), '');
    const reached = [];
    for (let symbol = this.#queue.pop(); symbol; symbol = this.#queue.pop())
      reached.push(this.#declared(symbol, symbol.name));
    return { doc: moduleDoc(source), exported: exported.sort(byName), reached: reached.sort(byName) };
  }

  /**
   * @param {import('@ts-morph/common').ts.Symbol | undefined} module
   * @param {string} prefix
   * @returns {Declared[]}
   */
  #readModule(module, prefix) {
    if (!module) return [];
    const symbols = this.checker
      .getExportsOfModule(module)
      .map((symbol) => ({ name: symbol.name, symbol: this.#real(symbol) }));
    for (const { symbol } of symbols) this.#known.add(symbol);
    return symbols.flatMap(({ name, symbol }) =>
      symbol.flags & ts.SymbolFlags.ValueModule
        ? this.#readModule(symbol, `${prefix}${name}.`)
        : [this.#declared(symbol, prefix + name)],
    );
  }

  /** @param {import('@ts-morph/common').ts.Symbol} symbol */
  #real(symbol) {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /**
   * @param {import('@ts-morph/common').ts.Symbol} symbol
   * @param {string} name
   * @returns {Declared}
   */
  #declared(symbol, name) {
    const declarations = symbol.declarations ?? [];
    const [first] = declarations;
    if (!first) throw new Error(`${name} is declared nowhere`);
    const doc = this.#doc(symbol);
    if (ts.isClassDeclaration(first)) return this.#class(first, name, doc);
    const text = declarations.map((declaration) => this.#print(declaration)).join('\n');
    const commented = declarations.map((declaration) => written(withComments, declaration)).join('\n');
    if (ts.isFunctionDeclaration(first)) return { name, kind: 'function', text, commented, doc, members: [] };
    if (!ts.isVariableDeclaration(first)) return { name, kind: 'type', text, commented, doc, members: [] };
    return { name, kind: 'value', text: `const ${text};`, commented: `const ${commented};`, doc, members: [] };
  }

  /**
   * @param {import('@ts-morph/common').ts.ClassDeclaration} declaration
   * @param {string} name
   * @param {Doc} doc
   * @returns {Declared}
   */
  #class(declaration, name, doc) {
    const parameters = (declaration.typeParameters ?? []).map((parameter) => this.#print(parameter));
    const generic = parameters.length > 0 ? `<${parameters.join(', ')}>` : '';
    const heritage = (declaration.heritageClauses ?? []).map((clause) => ` ${this.#print(clause).trim()}`).join('');
    const members = declaration.members.flatMap((member) => (isHidden(member) ? [] : this.#member(member)));
    const text = `class ${name}${generic}${heritage}`;
    return { name, kind: 'class', text, commented: text, doc, members: members.sort(byName) };
  }

  /**
   * @param {import('@ts-morph/common').ts.ClassElement} member
   * @returns {Member[]}
   */
  #member(member) {
    if (!member.name) return [{ name: 'constructor', text: this.#print(member), doc: EMPTY }];
    const symbol = this.checker.getSymbolAtLocation(member.name);
    if (!symbol) throw new Error(`no symbol for ${member.name.getText()}`);
    if (!ts.isPropertyDeclaration(member))
      return [{ name: member.name.getText(), text: this.#print(member), doc: this.#doc(symbol) }];
    return this.#property(symbol, member, '');
  }

  /**
   * A property, or the verbs that it holds: a resource is the same to its users whether it is an object or a class.
   *
   * @param {import('@ts-morph/common').ts.Symbol} symbol
   * @param {import('@ts-morph/common').ts.Declaration} declaration
   * @param {string} prefix
   * @returns {Member[]}
   */
  #property(symbol, declaration, prefix) {
    const name = prefix + symbol.name;
    const type = this.checker.getTypeOfSymbol(symbol);
    const properties = this.checker.getPropertiesOfType(type).filter((property) => !property.name.startsWith('__#'));
    if (properties.length > 0 && properties.every((property) => this.#isVerbs(property))) {
      return properties.flatMap((property) => {
        const [own] = property.declarations ?? [];
        return own && !isHidden(own) ? this.#property(property, own, `${name}.`) : [];
      });
    }
    return [{ name, text: prefix + asMethod(this.#print(declaration)), doc: this.#doc(symbol) }];
  }

  /**
   * Whether a property is a verb of ours, or nothing but verbs.
   *
   * @param {import('@ts-morph/common').ts.Symbol} property
   * @returns {boolean}
   */
  #isVerbs(property) {
    const [declaration] = property.declarations ?? [];
    if (!declaration || !this.#isOurs(declaration)) return false;
    if (isHidden(declaration)) return true;
    const type = this.checker.getTypeOfSymbol(property);
    if (type.getCallSignatures().length > 0) return true;
    const inner = this.checker.getPropertiesOfType(type);
    return inner.length > 0 && inner.every((each) => this.#isVerbs(each));
  }

  /** @param {import('@ts-morph/common').ts.Node} node */
  #isOurs(node) {
    return node.getSourceFile().fileName.startsWith(this.inside);
  }

  /**
   * Without comments. What it names is looked at in its turn.
   *
   * @param {import('@ts-morph/common').ts.Node} node
   */
  #print(node) {
    this.#follow(node);
    return written(bare, node);
  }

  /** @param {import('@ts-morph/common').ts.Node} node */
  #follow(node) {
    if (ts.isIdentifier(node)) {
      const found = this.checker.getSymbolAtLocation(node);
      const symbol = found && this.#real(found);
      if (
        symbol &&
        !this.#known.has(symbol) &&
        symbol.declarations?.some((one) => this.#isOurs(one) && isTopLevel(one))
      ) {
        this.#known.add(symbol);
        this.#queue.push(symbol);
      }
    }
    ts.forEachChild(node, (child) => this.#follow(child));
  }

  /**
   * @param {import('@ts-morph/common').ts.Symbol} symbol
   * @returns {Doc}
   */
  #doc(symbol) {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
    return docOf(text, symbol.getJsDocTags(this.checker));
  }
}

/**
 * A declaration without its own comment and without the files that things come from.
 *
 * @param {import('@ts-morph/common').ts.Printer} printer
 * @param {import('@ts-morph/common').ts.Node} node
 */
const written = (printer, node) =>
  printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replace(/^(\s*\/\*\*[\s\S]*?\*\/\s*)+/, '')
    .replace(/\bimport\("[^"]*"\)\./g, '')
    .replace(/^(export )?(declare )?/, '');

/** @param {import('@ts-morph/common').ts.Declaration} declaration */
function isHidden(declaration) {
  if ('name' in declaration && ts.isPrivateIdentifier(/** @type {any} */ (declaration.name))) return true;
  return (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
}

/** @param {import('@ts-morph/common').ts.Declaration} declaration */
function isTopLevel(declaration) {
  const holder = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return ts.isSourceFile(holder.parent) && !ts.isSourceFile(declaration);
}

/**
 * `create: (input: X) => Y` is `create(input: X): Y` to who calls it.
 *
 * @param {string} text
 */
function asMethod(text) {
  const [, name, rest] = /^(?:readonly )?(\w+): (\((?:.|\n)*)$/.exec(text) ?? [];
  if (name === undefined || rest === undefined) return text;
  let depth = 0;
  for (let at = 0; at < rest.length; at += 1) {
    if ('([{<'.includes(rest[at] ?? '')) depth += 1;
    else if (')]}>'.includes(rest[at] ?? '') && rest[at - 1] !== '=') depth -= 1;
    if (depth === 0)
      return rest.slice(at + 1, at + 5) === ' => ' ? `${name}${rest.slice(0, at + 1)}: ${rest.slice(at + 5)}` : text;
  }
  return text;
}

/**
 * @param {{ name: string }} a
 * @param {{ name: string }} b
 */
const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
