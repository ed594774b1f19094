"""Relevance cases over the shipped briefings: what must be found, and where.

A passage is named by words that stand in it and in no other that could answer. They are the project's own texts.
"""

from __future__ import annotations

FIRST = (
    ("Geraldine Strathdee", "Geraldine Strathdee"),
    ("how many duplicate records did one council find", "15,000 duplicates"),
    ("officer fatigue survey", "69.6%"),
    ("council spending per person compared with 2010", "18% less per person"),
    ("Crown Court backlog", "73,105"),
    ("online voting pilot in Rushmoor", "57%"),
    ("section 172 of the Companies Act", "directors"),
    ("Business Ownership Commission", "Business Ownership Commission"),
    ("setting up Mission Councils with outside members", "Mission Councils"),
    ("Civil Society Covenant", "Civil Society Covenant"),
    ("newspaper and media protocol for prosecutors", "media protocol"),
    ("carers' time visiting patients on wards", "visit"),
    ("unannounced visits by leaders at all hours", "unannounced"),
    ("assisted digital for people who cannot go online", "assisted digital"),
    ("one brand name for identity across councils", "recognisable name"),
    ("nurses spend half a shift typing", "half a shift"),
    ("volunteering workshop", "volunteering"),
    ("identity cards returning under another name", "identity cards"),
)

FIRST_FIVE = (
    ("why did false rumours spread about the attacker", "invented name"),
    ("staff scared to raise problems", "feared the consequences"),
    ("charities frightened of losing their grants", "afraid for their grants"),
    ("small suppliers cannot get government work", "win a share"),
    ("ministries do not work together", "silos"),
    ("reimbursing police forces for what the disorder cost", "Reimbursement"),
    ("who can make a force send officers elsewhere", "mutual aid"),
    ("lawyers who do not know data protection rules", "federated identity"),
    ("residents register again and again", "register again and again"),
    ("people who do not believe institutions", "distrust institutions"),
    ("old computers on wards that do not talk to each other", "Systems are old"),
    ("statistics arrive too late to warn of harm", "weeks or months"),
    ("suppliers who only push their own products", "resist any identity service"),
    ("race and detention rates", "four times"),
    ("money for space granted year by year", "yearly rounds"),
    ("employers, unions and ministers working together badly", "Co-operation between government"),
    ("public trust and formal volunteering decline", "formal volunteering"),
    ("swapping staff between central and local government", "exchange staff"),
    ("letting consortia bid and splitting contracts into lots", "smaller lots"),
    ("making social value law stronger", "social value"),
    ("agreeing budgets with cross-departmental teams", "cut across departments"),
    ("keeping experienced police in the job", "strategy for keeping officers"),
    ("condition of hospital buildings", "estate"),
    ("boards who understand data", "literate in data"),
    ("deaths statistics should be better", "data on deaths"),
    ("common list of minimum features so that assurance levels agree", "minimum features"),
    ("trying identity schemes with volunteer councils", "councils that volunteer"),
    ("what people feel about outside identity companies", "private company"),
    ("how fast rioters were jailed", "eight days"),
    ("how many disorder events were there in 2024", "246 events"),
)

SAME = (
    ("organisation of mission delivery", "organization of mission delivery"),
    ("prioritise digital identity", "prioritize digital identity"),
    ("labour and unions", "labor and unions"),
    ("national defence programme", "national defense program"),
    ("recognising carers", "recognizing carers"),
    ("behaviour of suppliers", "behavior of suppliers"),
    ("a clearer centre of government", "a clearer center of government"),
    ("CIVIL SOCIETY covenant", "civil society Covenant"),
    ("carers’ standards", "carers' standards"),
    ("neighbourhood policing guarantee", "neighborhood policing guarantee"),
    ("modernising wards", "modernizing wards"),
    ("co-ordination of forces", "co-ordination  of  forces"),
)

MISSPELT = (
    ("volunteerng workshop", "volunteering workshop"),
    ("procuremnt portals", "procurement portals"),
    ("reimbursemnet of forces", "reimbursement of forces"),
    ("neighbourhod policing", "neighbourhood policing"),
    ("recommendatoins of the committee", "recommendations of the committee"),
    ("prosecutros and media", "prosecutors and media"),
    ("artifical intelligence regulators", "artificial intelligence regulators"),
    ("identiy assurance", "identity assurance"),
)

PHRASES = (
    "mutual aid",
    "closed cultures",
    "social value",
    "Mission Delivery Unit",
    "mission stewardship",
    "Spending Review",
    "Neighbourhood Policing Guarantee",
    "assisted digital",
    "levels of assurance",
    "data protection",
    "Big Society",
    "half a shift",
    "Crown Prosecution Service",
    "experts by experience",
)

QUESTIONS = tuple(question for question, _ in (*FIRST, *FIRST_FIVE))
