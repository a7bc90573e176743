"""One line of a page in; whether it is page furniture or a picture's caption, and no part of the article, out."""

import re

LONGEST = 400
_LINES = frozenset(
    line.strip()
    for line in """
    about us; accept; accept all; accept all cookies; accept cookies; ad; ad feedback; ads by google; advert;
    advertise; advertise with us; advertisement; advertisement continue reading the main story; advertisements; also
    read; archive; article continues after advertisement; article continues below; article content; back to top;
    breaking news; click to expand; click to share; close; comment; comments; contact; contact us; continue reading;
    cookie policy; cookie settings; continue reading the main story; copy link; create account; create an account;
    crossword; download our app; editors picks; email; email this article; enlarge; enlarge image; facebook; facebook
    twitter email; featured; feedback; follow; follow us; font size; getty images; gift this article; go to top; have
    your say; hide caption; home; home page; instagram; in this article; jobs; join the conversation; join the
    discussion; latest headlines; latest news; latest stories; latest videos; leave a comment; leave a reply; leave
    your comment; like; like us on facebook; link copied; linkedin; listen; listen to article; listen to this article;
    live tv; load more; loading; log in; login; log out; manage cookies; manage newsletters; media playback is
    unsupported; menu; more; more from this section; more in this section; more news; more on this story; more on this
    topic; more stories; more stories like this; more top stories; most popular; most read; most viewed; most watched;
    must read; my account; navigation; newsletter; newsletters; next; next article; next post; next story; no
    comments; open menu; our standards; photo; photo gallery; photos; pinterest; play; play video; popular; post a
    comment; post comment; previous; previous article; previous post; print; print article; print this article; print
    this page; privacy; privacy notice; privacy policy; promoted; promoted content; read full article; read full
    story; read later; read more; read more about; read more stories; read next; recommended; recommended for you;
    recommended stories; reddit; register; reject all; related; related articles; related content; related coverage;
    related links; related news; related posts; related stories; related story; related topics; related video; reply;
    report an error; reprints; rss; save; save article; save for later; scroll down; search; search in site; search
    site; search the site; search this site; section; sections; see also; see more; share; share article; share on
    facebook; share on linkedin; share on twitter; share on whatsapp; share on x; share story; share this; share this
    article; share this page; share this story; share tweet post email; show caption; show comments; sign in; sign up;
    sign up now; site map; sitemap; skip advertisement; skip to content; skip to main; skip to main content; skip to
    navigation; sponsored; sponsored content; sponsored links; start the conversation; story continued below; story
    continues after advertisement; story continues below; story continues below advertisement; subscribe; subscribe
    now; subscribe today; tags; telegram; terms and conditions; terms of service; terms of use; text size; thank you
    for reading; toggle caption; toggle navigation; top; top news; top stories; topics; topics in this story;
    trending; trending now; tweet; twitter; up next; view all; view comments; view gallery; watch; watch live; watch
    now; watch video; whatsapp; you may also be interested in; you may also like; you might also like; you might be
    interested in; your ad here; youtube; zoom
    """.split(";")
)
_SECTIONS = frozenset(
    """
    africa americas analysis asia australia business canada china commentary comment columns culture economy editorial
    education entertainment environment europe exclusive explainer explained features health india international
    lifestyle local media mideast national news nation opinion opinions politics region science society sport sports
    technology tech travel uk us usa video world
    """.split()
) | {"middle east", "world news", "asia pacific", "us news", "uk news", "world politics", "us politics", "uae", "gulf"}
_OPENINGS = re.compile(
    r"""(?:©|\(c\)\s|copyright\s(?:©|\(c\)|\d{4})|all\ rights\ reserved
    |(?:we|this\ (?:site|website)|our\ (?:site|website)|by\ (?:continuing|using)\b.{0,60}\byou)\b.{0,80}\bcookies?\b
    |sign\ up\ (?:for|to|here|now)\b.{0,60}\b(?:newsletters?|alerts?|emails?|briefing)|subscribe\ to\ (?:our|the)\b
    |click\ (?:here\ )?(?:to|for)\ (?:share|print|email|more|subscribe|sign|tweet|read)\b
    |(?:please\ )?(?:like|follow|join)\ us\ on\b|follow\ \S.{0,60}\bon\ (?:twitter|facebook|instagram|x|threads)\b
    |get\ (?:the\ latest|our|breaking)\b.{0,60}\b(?:inbox|newsletters?|app|alerts?)\b
    |download\ (?:the|our)\ .{0,40}\bapp\b|this\ article\ is\ more\ than\ \d+\ years?\ old
    |this\ article\ (?:was\ )?tagged\ under|filed\ under:|tags?:|topics:
    |image\ (?:copyright|caption|source|credit)\b|media\ (?:playback|caption)\b|enlarge\ this\ image\b|toggle\ caption\b
    |\d[\d,.]*k?\ (?:comments?|shares?|views?|min(?:ute)?s?\ read|retweets?|likes?)\b
    |(?:estimated\ )?(?:reading\ time|read\ time)\b|updated\ \d+\ (?:minutes?|hours?|days?)\ ago)""",
    re.I | re.X,
)
_POINTERS = re.compile(
    r"(?:read|see|watch|listen|more|related|recommended)"
    r"(?: (?:more|also|next|on this|here|stories|story|video)){0,2}\s?:",
    re.I,
)
_POINTER_END = re.compile(r"\S (?:read more|continue reading|learn more|click here)[\s.…»>→]*$", re.I)
_CREDIT_START = re.compile(
    r"(?:file )?(?:photos?|photographs?|pictures?|images?|illustration|graphic|video)"
    r"(?: credit| courtesy| by\b)?\s?(?::|/|by\b)"
    r"|(?:photo|image|picture)s? (?:courtesy|credit)\b",
    re.I,
)
_AGENCY = (
    r"(?:getty(?: images)?|ap(?: photo)?|associated press|reuters|afp|epa(?:-efe)?|efe|pa|dpa|anp|tass|xinhua|bloomberg"
    r"|shutterstock|alamy|istock|upi)"
)
_CREDIT_END = re.compile(
    rf"(?:/\s?{_AGENCY}|\((?:photo by |photo: |file photo|ap photo|[^()]{{1,60}}/\s?{_AGENCY})[^()]{{0,60}}\)"
    r"|\bgetty images)$",
    re.I,
)
_SENTENCE_END = re.compile(r"""[.!?…:;]["”’'»)\]]*$|[.!?…]\s?["”’'»)\]]+$|["”»]$""")


def is_furniture(line):
    """Whether a whole line is navigation, promotion, a legal notice, a pointer to other articles, or a credit."""
    if len(line) > LONGEST:
        return False
    folded = " ".join(re.sub(r"[^\w\s]", "", line.lower()).split())
    if (folded in _LINES and not line.endswith(".")) or _OPENINGS.match(line):
        return True
    if (_POINTER_END.search(line) and len(line.split()) < 30) or _CREDIT_END.search(line):
        return True
    return not ends_sentence(line) and bool(_POINTERS.match(line) or _CREDIT_START.match(line))


def is_section(line):
    """Whether a line is a section's name or a trail of such, as stands above a title: ``World > Middle East``."""
    parts = [part.strip().lower() for part in re.split(r"[>»›/|•]", line[:200])]
    return len(parts) < 7 and all(part in _SECTIONS or part in _LINES or not part for part in parts)


def ends_sentence(line):
    """Whether a line closes as sentences do, or announces what follows it."""
    return bool(_SENTENCE_END.search(line))
