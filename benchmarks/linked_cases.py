"""Sixty linked questions over the shared reports, in our own words: what to find, and which things answer.

A thing is named by its id in the report's hand annotation, whose quotes say where it stands, so no case depends on how
a label is worded. The answer is right when one of the things is among the first five; for actors, by name.
"""

from __future__ import annotations

READY, DEATHS = "mission-ready-national-missions", "dhsc-rapid-review"
RIOTS, LOGIN, AI = "hac-summer-2024-disorder", "gds-local-authority-ida-review", "dsit-ai-regulation-white-paper"

#: Question, what to find, report, ids of which one must be in the first five.
THINGS = (
    ("tiny non-profits never win tenders from the state", "reforms", READY, "consortia codesign earlyinfo procurement"),
    ("ministries each guard their own turf", "reforms", READY, "mdu partunit strongcentre spendingreview"),
    ("money is handed out ministry by ministry", "reforms", READY, "spendingreview"),
    ("managers who only give orders from above", "reforms", READY, "guide trainministers traincs community open"),
    ("town halls have lost staff and cash", "reforms", READY, "secondments testlearn ladigital"),
    ("staff exchanges between Whitehall and town halls", "reforms", READY, "secondments caexchange"),
    ("bosses chase quick profit for shareholders", "reforms", READY, "companiesact boc"),
    ("who owns companies should be studied", "reforms", READY, "boc"),
    ("unions and employers at one table with ministers on each mission", "reforms", READY, "councils secretariat"),
    ("people giving their spare time for good causes", "reforms", READY, "volworkshop rtcs"),
    ("letting residents help decide policy", "reforms", READY, "participation panels feedback"),
    ("helping the bodies that support local charities", "reforms", READY, "lios liofunding"),
    ("charities should be free to criticise ministers", "reforms", READY, "covenantvoice covenant"),
    ("tenders should reward benefit to the community", "reforms", READY, "svstrategies svtaskforce svguidance"),
    ("firms do not spend enough on new equipment", "barriers", READY, "lowinvestment"),
    ("fewer people join volunteer groups", "barriers", READY, "volunteering"),
    ("bidding sets charities against each other", "barriers", READY, "competition"),
    ("grants do not cover what the work costs", "barriers", READY, "underfunding"),
    ("electricity without fossil fuels by the end of the decade", "missions", READY, "cleanpower"),
    ("building many more houses", "missions", READY, "homes"),
    ("toddlers ready for school", "missions", READY, "child"),
    ("nurses lose hours typing instead of caring", "reforms", DEATHS, "r2 r1b r3 r3rollout"),
    ("executives who cannot read figures on risk", "reforms", DEATHS,
     "r5 r5skills r5kark r5training r5cqc r5reports p7 leadersact"),
    ("abusive ward atmosphere hidden from outsiders", "reforms", DEATHS, "r6 r6priority"),
    ("no one adds up how many patients die", "reforms", DEATHS, "r4"),
    ("run-down hospital buildings put the ill in danger", "reforms", DEATHS, "r9 r9safety r9capital"),
    ("relatives are left without information on the ward", "reforms", DEATHS, "r7 r7cqc r5carervoice"),
    ("employees scared to speak up", "barriers", DEATHS, "fear"),
    ("IT that is old and cannot exchange records", "barriers", DEATHS, "outdatedsystems"),
    ("figures reach managers too late to act", "barriers", DEATHS, "timelag"),
    ("the same numbers asked for again by different organisations", "barriers", DEATHS, "duprequests assurance"),
    ("too many temporary workers on shift", "barriers", DEATHS, "agencystaff"),
    ("suicides are counted too low", "barriers", DEATHS, "suicideundercount"),
    ("holding patients down by force", "barriers", DEATHS, "restraint"),
    ("constabularies wait for the cash the riots cost them", "reforms", RIOTS, "releasefunding"),
    ("worn-out constables leave the job", "reforms", RIOTS, "retention"),
    ("prosecutors and journalists on what may be said after an arrest", "reforms", RIOTS, "cpsprotocol protocolshared"),
    ("watching online posts for signs of trouble", "reforms", RIOTS, "nationalsocialmedia forcesocialmedia"),
    ("no strong national body to direct all forces", "reforms", RIOTS, "ambitiousreform whitepaper resilience"),
    ("rumours filled the silence about who the killer was", "barriers", RIOTS, "infovacuum misinfo"),
    ("trials wait years for a judge", "barriers", RIOTS, "justicedelays"),
    ("jails have no free cells", "barriers", RIOTS, "prisons"),
    ("officers lent to other areas arrived late", "barriers", RIOTS, "mutualaid latemobilisation"),
    ("vendors try to lock councils into their own product", "reforms", LOGIN, "worksuppliers reviewlandscape"),
    ("those who cannot use the internet need a helper", "reforms", LOGIN, "assisteddigital"),
    ("a single logo that the public recognises for logging in", "reforms", LOGIN, "brand campaign"),
    ("the same person appears twice in the council's files", "barriers", LOGIN, "datamatching dataquality"),
    ("small technology firms cannot find out which rules bind them", "reforms", AI,
     "innovators sandbox education regissue jointguidance"),
    ("watchdogs lack people who understand machine learning", "reforms", AI, "cappool capassess capcollab"),
    ("chatbots make up facts", "barriers", AI, "falseoutputs"),
)  # fmt: skip

#: Questions on what no report speaks of.
NOTHING = (
    "how long should I knead sourdough",
    "best defender in the champions league final",
    "repairing a leaking kitchen tap",
    "growing tomatoes on a balcony",
    "cheap flights to Lisbon in May",
    "chess openings for beginners",
    "which guitar strings sound warm",
    "feeding a kitten that lost its mother",
    "lipstick that lasts all evening",
    "plot of the last vampire film",
)
