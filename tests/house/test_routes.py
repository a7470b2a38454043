"""Who may enter where: one table of every route and every role, walked on both databases.

A route that is not in the table fails. Out of scope is 404, a lacking right 403; whoever is not signed in
is led from a page to sign in (303) and told so by the API (401).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import ColumnElement
from sqlmodel import col, select

from api.access.permissions import PUBLIC, Permission
from api.http.deps import ActorDep
from api.http.routing import GuardedRouter, guarded_routes
from api.imports.models import ImportBatch
from api.organisation.models import Unit
from api.practice.models import PracticeDay
from api.records.models import RecordNote, TrainingRecord
from api.reports.models import FollowUpReport
from api.reports.templates.models import ReportTemplate
from tests.stage import EMPLOYEE_IDS, ROLES, VISITOR, Stage, is_html, parse

# Bo manages BUN-101, where Anna, Olle and Pia work; Olle is his delegate, and Pia is protected. David
# manages the sibling BUN-102, Doris the förvaltning BUN-F above both. Cecilia (TAFA), Henrik (HR), Ada
# (admin) and Skylla (the protected) hold their roles at the root. <…> is filled in from the database; a
# word after # tells apart what is sent to the same address (BODIES).
TABLE = """
method route                                           address                                      visitor anna bo  david doris cecilia henrik ada skylla olle pia

GET    /                                               /                                            200     200  303 303   303   303     303    303 303    303  200
GET    /logga-in                                       /logga-in                                    200     200  200 200   200   200     200    200 200    200  200
POST   /logga-in                                       /logga-in                                    422     422  422 422   422   422     422    422 422    422  422
POST   /logga-in/demo                                  /logga-in/demo#anna                          303     303  303 303   303   303     303    303 303    303  303
POST   /logga-in/demo                                  /logga-in/demo#pia                           404     404  404 404   404   404     404    404 404    404  404
POST   /logga-ut                                       /logga-ut                                    303     303  303 303   303   303     303    303 303    303  303
GET    /logga-in/kod                                   /logga-in/kod                                200     200  200 200   200   200     200    200 200    200  200
POST   /logga-in/kod                                   /logga-in/kod                                422     422  422 422   422   422     422    422 422    422  422
GET    /stod                                           /stod                                        200     200  200 200   200   200     200    200 200    200  200
GET    /om/tillganglighet                              /om/tillganglighet                           200     200  200 200   200   200     200    200 200    200  200
GET    /om/personuppgifter                             /om/personuppgifter                          200     200  200 200   200   200     200    200 200    200  200
GET    /om/sa-raknar-vi                                /om/sa-raknar-vi                             200     200  200 200   200   200     200    200 200    200  200

GET    /kurser                                         /kurser                                      200     200  200 200   200   200     200    200 200    200  200
GET    /kurser/{course_id}                             /kurser/forsta-steget                        200     200  200 200   200   200     200    200 200    200  200
GET    /kurser/{course_id}                             /kurser/finns-inte                           404     404  404 404   404   404     404    404 404    404  404
POST   /kurser/{course_id}                             /kurser/forsta-steget                        303     303  303 303   303   303     303    303 303    303  303
POST   /kurser/{course_id}                             /kurser/finns-inte                           303     404  404 404   404   404     404    404 404    404  404
GET    /kurser/{course_id}/igen                        /kurser/forsta-steget/igen                   303     303  303 303   303   303     303    303 303    303  303
GET    /kurser/{course_id}/utgavor                     /kurser/forsta-steget/utgavor                303     403  403 403   403   200     403    200 403    403  403
GET    /kurser/{course_id}/utgavor                     /kurser/finns-inte/utgavor                   303     403  403 403   403   404     403    404 403    403  403
GET    /kurser/{course_id}/repetera                    /kurser/forsta-steget/repetera               303     303  303 303   303   303     303    303 303    303  303
POST   /kurser/{course_id}/repetera                    /kurser/forsta-steget/repetera               303     303  303 303   303   303     303    303 303    303  303
POST   /kurser/{course_id}/repetera                    /kurser/finns-inte/repetera                  303     404  404 404   404   404     404    404 404    404  404
GET    /kurser/{course_id}/fore                        /kurser/forsta-steget/fore                   303     303  200 200   200   200     200    200 200    200  200
GET    /kurser/{course_id}/fore                        /kurser/finns-inte/fore                      303     404  404 404   404   404     404    404 404    404  404
POST   /kurser/{course_id}/fore                        /kurser/forsta-steget/fore                   303     303  303 303   303   303     303    303 303    303  303
POST   /kurser/{course_id}/fore                        /kurser/forsta-steget/fore#nothing           303     422  422 422   422   422     422    422 422    422  422
GET    /kurser/{course_id}/efter                       /kurser/forsta-steget/efter                  303     303  303 303   303   303     303    303 303    303  303
POST   /kurser/{course_id}/efter                       /kurser/forsta-steget/efter                  303     409  409 409   409   409     409    409 409    409  409
GET    /kurser/{course_id}/matt                        /kurser/forsta-steget/matt                   303     403  403 403   403   200     403    200 403    403  403
GET    /kurser/{course_id}/fragor                      /kurser/forsta-steget/fragor                 303     403  403 403   403   200     403    200 403    403  403
GET    /kurser/{course_id}/tillsammans                 /kurser/forsta-steget/tillsammans            303     200  200 200   200   200     200    200 200    200  200
GET    /kurser/{course_id}/tillsammans/{module_id}/{step_id} /kurser/forsta-steget/tillsammans/akut/noel-meddelandet 303     200  200 200   200   200     200    200 200    200  200
GET    /kurser/{course_id}/tillsammans/{module_id}/{step_id} /kurser/forsta-steget/tillsammans/akut/finns-inte 303     404  404 404   404   404     404    404 404    404  404
GET    /kurser/{course_id}/tillsammans/vilka           /kurser/forsta-steget/tillsammans/vilka      303     403  200 200   200   403     200    200 403    403  403
GET    /kurser/{course_id}/tillsammans/vilka           /kurser/forsta-steget/tillsammans/vilka?enhet=BUN-101 303     403  200 404   404   403     200    200 403    403  403
GET    /kurser/{course_id}/tillsammans/vilka           /kurser/forsta-steget/tillsammans/vilka?enhet=BUN-102 303     403  404 200   404   403     200    200 403    403  403
POST   /kurser/{course_id}/tillsammans/vilka           /kurser/forsta-steget/tillsammans/vilka#anna 303     403  303 404   404   403     303    303 403    403  403
POST   /kurser/{course_id}/tillsammans/vilka           /kurser/forsta-steget/tillsammans/vilka#pia  303     403  404 404   404   403     404    404 403    403  403
POST   /kurser/{course_id}/tillsammans/vilka           /kurser/forsta-steget/tillsammans/vilka#nobody 303     403  422 404   404   403     422    422 403    403  403
GET    /kurser/{course_id}/{module_id}                 /kurser/forsta-steget/akut                   200     200  200 200   200   200     200    200 200    200  200
GET    /kurser/{course_id}/{module_id}                 /kurser/forsta-steget/finns-inte             404     404  404 404   404   404     404    404 404    404  404
GET    /kurser/{course_id}/{module_id}/{step_id}       /kurser/forsta-steget/akut/noel-meddelandet  200     200  200 200   200   200     200    200 200    200  200
GET    /kurser/{course_id}/{module_id}/{step_id}       /kurser/forsta-steget/akut/finns-inte        404     404  404 404   404   404     404    404 404    404  404
POST   /kurser/{course_id}/{module_id}/{step_id}       /kurser/forsta-steget/akut/noel-meddelandet  200     200  200 200   200   200     200    200 200    200  200
POST   /kurser/{course_id}/{module_id}/{step_id}       /kurser/forsta-steget/akut/finns-inte        404     404  404 404   404   404     404    404 404    404  404

GET    /ova                                            /ova                                         303     200  200 200   200   200     200    200 200    200  200
GET    /ova/{exercise_id}                              /ova/robin                                   303     200  200 200   200   200     200    200 200    200  200
GET    /ova/{exercise_id}                              /ova/koda-robin                              303     200  200 200   200   200     200    200 200    200  200
GET    /ova/{exercise_id}                              /ova/finns-inte                              303     404  404 404   404   404     404    404 404    404  404
POST   /ova/{exercise_id}                              /ova/robin                                   303     422  422 422   422   422     422    422 422    422  422
POST   /ova/{exercise_id}                              /ova/koda-robin                              303     422  422 422   422   422     422    422 422    422  422
POST   /ova/{exercise_id}                              /ova/finns-inte                              303     404  404 404   404   404     404    404 404    404  404

GET    /mina-utbildningar                              /mina-utbildningar                           303     200  200 200   200   200     200    200 200    200  200
GET    /mina-uppgifter                                 /mina-uppgifter                              303     200  200 200   200   200     200    200 200    200  200
POST   /mina-uppgifter/minnesfragor                    /mina-uppgifter/minnesfragor                 303     303  303 303   303   303     303    303 303    303  303
GET    /minnesfraga/{record_id}/{days}                 /minnesfraga/999999/7                        303     303  303 303   303   303     303    303 303    303  303
POST   /minnesfraga/{record_id}/{days}                 /minnesfraga/999999/7                        303     404  404 404   404   404     404    404 404    404  404
GET    /intyg/{record_id}                              /intyg/<bo>                                  303     404  200 404   404   404     404    404 404    404  404
GET    /intyg/{record_id}                              /intyg/<pia>                                 303     404  404 404   404   404     404    404 404    404  200
GET    /intyg/{record_id}.pdf                          /intyg/<bo>.pdf                              303     404  200 404   404   404     404    404 404    404  404
GET    /intyg/{record_id}.pdf                          /intyg/<pia>.pdf                             303     404  404 404   404   404     404    404 404    404  200
GET    /kontroll                                       /kontroll                                    200     200  200 200   200   200     200    200 200    200  200
POST   /kontroll                                       /kontroll#bo                                 200     200  200 200   200   200     200    200 200    200  200
POST   /kontroll                                       /kontroll#unknown                            422     422  422 422   422   422     422    422 422    422  422
POST   /kontroll                                       /kontroll#nothing                            422     422  422 422   422   422     422    422 422    422  422
GET    /kontroll/{code}                                /kontroll/<code>                             200     200  200 200   200   200     200    200 200    200  200
GET    /kontroll/{code}                                /kontroll/AAAA-AAAA-AAAA-AAAA                404     404  404 404   404   404     404    404 404    404  404

GET    /enhet                                          /enhet                                       303     403  303 303   303   403     200    200 200    303  403
GET    /enhet/{code:path}.csv                          /enhet/BUN-101.csv                           303     403  200 404   200   403     200    200 200    200  403
GET    /enhet/{code:path}.xlsx                         /enhet/BUN-101.xlsx                          303     403  200 404   200   403     200    200 200    200  403
GET    /enhet/{code:path}.csv                          /enhet/BUN-102.csv                           303     403  404 200   200   403     200    200 200    404  403
GET    /enhet/{code:path}.xlsx                         /enhet/BUN-102.xlsx                          303     403  404 200   200   403     200    200 200    404  403
GET    /enhet/{code:path}.csv                          /enhet/BUN-F.csv                             303     403  404 404   200   403     200    200 200    404  403
GET    /enhet/{code:path}.xlsx                         /enhet/BUN-F.xlsx                            303     403  404 404   200   403     200    200 200    404  403
GET    /enhet/{code:path}.csv                          /enhet/K.csv                                 303     403  404 404   404   403     200    200 200    404  403
GET    /enhet/{code:path}.xlsx                         /enhet/K.xlsx                                303     403  404 404   404   403     200    200 200    404  403
GET    /enhet/{code:path}.csv                          /enhet/FINNS-INTE.csv                        303     403  404 404   404   403     404    404 404    404  403
GET    /enhet/{code:path}.xlsx                         /enhet/FINNS-INTE.xlsx                       303     403  404 404   404   403     404    404 404    404  403
GET    /enhet/{code:path}.csv                          /enhet/BUN-101.csv?krav=FINNS-INTE           303     403  404 404   404   403     404    404 404    404  403
GET    /enhet/{code:path}                              /enhet/BUN-101                               303     403  200 404   200   403     200    200 200    200  403
GET    /enhet/{code:path}                              /enhet/BUN-102                               303     403  404 200   200   403     200    200 200    404  403
GET    /enhet/{code:path}                              /enhet/BUN-F                                 303     403  404 404   200   403     200    200 200    404  403
GET    /enhet/{code:path}                              /enhet/K                                     303     403  404 404   404   403     200    200 200    404  403
GET    /enhet/{code:path}                              /enhet/FINNS-INTE                            303     403  404 404   404   403     404    404 404    404  403
GET    /enhet/{code:path}/inloggningslappar            /enhet/BUN-101/inloggningslappar             303     403  200 404   404   403     200    200 200    403  403
GET    /enhet/{code:path}/inloggningslappar            /enhet/BUN-102/inloggningslappar             303     403  404 200   404   403     200    200 200    403  403
POST   /enhet/{code:path}/inloggningslappar            /enhet/BUN-101/inloggningslappar             303     403  200 404   404   403     200    200 200    403  403
POST   /enhet/{code:path}/inloggningslappar            /enhet/BUN-102/inloggningslappar             303     403  404 200   404   403     200    200 200    403  403
POST   /enhet/{code:path}/inloggningslappar            /enhet/BUN-101/inloggningslappar#nobody      303     403  422 404   404   403     422    422 422    403  403

GET    /tackning                                       /tackning                                    303     403  200 200   200   200     403    200 403    200  403
GET    /tackning                                       /tackning?enhet=BUN-101                      303     403  200 404   200   200     403    200 403    200  403
GET    /tackning                                       /tackning?enhet=BUN-101&anstallning=visstid  303     403  200 404   200   200     403    200 403    200  403
GET    /tackning                                       /tackning?enhet=BUN-102                      303     403  404 200   200   200     403    200 403    404  403
GET    /tackning                                       /tackning?enhet=K                            303     403  404 404   404   200     403    200 403    404  403
GET    /tackning                                       /tackning?dag=igår                           303     403  422 422   422   422     403    422 403    422  403
GET    /tackning                                       /tackning?anstallning=konsult                303     403  422 422   422   422     403    422 403    422  403
GET    /tackning.csv                                   /tackning.csv?enhet=BUN-101                  303     403  200 404   200   200     403    200 403    200  403
GET    /tackning.csv                                   /tackning.csv?enhet=BUN-102                  303     403  404 200   200   200     403    200 403    404  403
GET    /tackning.xlsx                                  /tackning.xlsx?enhet=BUN-101                 303     403  200 404   200   200     403    200 403    200  403
GET    /tackning.xlsx                                  /tackning.xlsx?enhet=BUN-102                 303     403  404 200   200   200     403    200 403    404  403
GET    /tackning/utveckling                            /tackning/utveckling?enhet=BUN-101&krav=GRUND 303     403  200 404   200   200     403    200 403    200  403
GET    /tackning/utveckling                            /tackning/utveckling?enhet=BUN-102&krav=GRUND 303     403  404 200   200   200     403    200 403    404  403
GET    /tackning/utveckling                            /tackning/utveckling?enhet=BUN-101&krav=FINNS-INTE 303     403  404 404   404   404     403    404 403    404  403
GET    /tackning/gar-ut                                /tackning/gar-ut?enhet=BUN-101&krav=GRUND&manad=2027-03 303     403  200 404   200   200     403    200 403    200  403
GET    /tackning/gar-ut                                /tackning/gar-ut?enhet=BUN-102&krav=GRUND&manad=2027-03 303     403  404 200   200   200     403    200 403    404  403
GET    /tackning/gar-ut                                /tackning/gar-ut?enhet=BUN-101&krav=FINNS-INTE&manad=2027-03 303     403  404 404   404   404     403    404 403    404  403
GET    /tackning/utveckling                            /tackning/utveckling?enhet=BUN-101&krav=GRUND&dag=igår 303     403  422 422   422   422     403    422 403    422  403
GET    /tackning/gar-ut                                /tackning/gar-ut?enhet=BUN-101&krav=GRUND&manad=mars 303     403  422 422   422   422     403    422 403    422  403
GET    /tackning/ruta                                  /tackning/ruta?krav=GRUND&enhet=BUN-101     303     403  200 404   200   200     403    200 403    200  403
GET    /tackning/ruta                                  /tackning/ruta?krav=GRUND&enhet=BUN-102     303     403  404 200   200   200     403    200 403    404  403
GET    /tackning/ruta                                  /tackning/ruta?krav=GRUND&enhet=K&del=direkt 303     403  404 404   404   200     403    200 403    404  403
GET    /tackning/ruta                                  /tackning/ruta?enhet=BUN-101&krav=finns-inte 303     403  404 404   404   404     403    404 403    404  403
GET    /nyckelpersoner                                 /nyckelpersoner                              303     403  403 403   403   200     403    200 403    403  403
GET    /nyckelpersoner                                 /nyckelpersoner?enhet=BUN-101                303     403  403 403   403   200     403    200 403    403  403
GET    /krav                                           /krav                                        303     403  200 200   200   200     200    200 403    200  403
GET    /organisation                                   /organisation                                303     403  200 200   200   200     200    200 403    200  403

GET    /planering                                      /planering                                   303     403  200 200   200   200     403    200 403    200  403
GET    /planering                                      /planering?enhet=BUN-101                     303     403  200 404   200   200     403    200 403    200  403
GET    /planering                                      /planering?enhet=BUN-102                     303     403  404 200   200   200     403    200 403    404  403
GET    /planering                                      /planering?platser=0                         303     403  422 422   422   422     403    422 403    422  403
GET    /planering/ny                                   /planering/ny?enhet=BUN-101                  303     403  200 404   200   200     403    200 403    403  403
GET    /planering/ny                                   /planering/ny?enhet=BUN-102                  303     403  404 200   200   200     403    200 403    403  403
POST   /planering/ny                                   /planering/ny#own                            303     403  303 404   303   303     403    303 403    403  403
POST   /planering/ny                                   /planering/ny#sibling                        303     403  404 303   303   303     403    303 403    403  403
POST   /planering/ny                                   /planering/ny#nothing                        303     403  422 404   422   422     403    422 403    403  403
GET    /planering/{day_id}.ics                         /planering/<practice>.ics                    303     403  200 404   200   200     403    200 403    200  403
GET    /planering/{day_id}.ics                         /planering/999999.ics                        303     403  404 404   404   404     403    404 403    404  403
POST   /planering/{day_id}/stall-in                    /planering/<practice>/stall-in               303     403  303 404   303   303     403    303 403    403  403
POST   /planering/{day_id}/stall-in                    /planering/999999/stall-in                   303     403  404 404   404   404     403    404 403    403  403

GET    /registrera                                     /registrera                                  303     403  403 403   403   403     200    200 200    403  403
GET    /registrera                                     /registrera?person=<id>                      303     403  403 403   403   403     200    200 404    403  403
GET    /registrera                                     /registrera?person=finns-inte                303     403  403 403   403   403     404    404 404    403  403
POST   /registrera                                     /registrera#anna                             303     403  403 403   403   403     303    303 404    403  403
POST   /registrera                                     /registrera#pia                              303     403  403 403   403   403     404    404 303    403  403
POST   /registrera                                     /registrera#nothing                          303     403  403 403   403   403     422    422 404    403  403
POST   /registrera/{record_id}/aterkalla               /registrera/<bo>/aterkalla                   303     403  403 403   403   403     303    409 404    403  403
POST   /registrera/{record_id}/aterkalla               /registrera/<pia>/aterkalla                  303     403  403 403   403   403     404    404 303    403  403
POST   /registrera/anteckning/{note_id}/stryk          /registrera/anteckning/<note>/stryk          303     403  403 403   403   403     303    409 404    403  403
POST   /registrera/anteckning/{note_id}/stryk          /registrera/anteckning/999999/stryk          303     403  403 403   403   403     404    404 404    403  403

GET    /import                                         /import                                      303     403  403 403   403   403     200    200 403    403  403
GET    /import/exempel/{kind}.csv                      /import/exempel/people.csv                   303     403  403 403   403   403     200    200 403    403  403
POST   /import                                         /import                                      303     403  403 403   403   403     303    303 403    403  403
POST   /import                                         /import#nothing                              303     403  403 403   403   403     422    422 403    403  403
GET    /import/granska/{token}                         /import/granska/<token>                      303     403  403 403   403   403     200    404 403    403  403
POST   /import/granska/{token}                         /import/granska/<token>                      303     403  403 403   403   403     303    404 403    403  403
POST   /import/granska/{token}/avbryt                  /import/granska/<token>/avbryt               303     403  403 403   403   403     303    404 403    403  403
POST   /import/{batch_id}/angra                        /import/<batch>/angra                        303     403  403 403   403   403     303    409 403    403  403
POST   /import/{batch_id}/angra                        /import/999999/angra                         303     403  403 403   403   403     404    404 403    403  403

GET    /rapporter                                      /rapporter                                   303     403  403 403   403   200     403    200 403    403  403
GET    /rapporter/ny                                   /rapporter/ny?enhet=SN                       303     403  403 403   403   200     403    200 403    403  403
POST   /rapporter/ny                                   /rapporter/ny                                303     403  403 403   403   303     403    303 403    403  403
POST   /rapporter/ny                                   /rapporter/ny#nothing                        303     403  403 403   403   422     403    422 403    403  403
GET    /rapporter/{report_id}.csv                      /rapporter/<report>.csv                      303     403  403 403   403   200     403    200 403    403  403
GET    /rapporter/{report_id}                          /rapporter/<report>                          303     403  403 403   403   200     403    200 403    403  403
GET    /rapporter/{report_id}                          /rapporter/<draft>                           303     403  403 403   403   303     403    303 403    403  403
GET    /rapporter/{report_id}                          /rapporter/999999                            303     403  403 403   403   404     403    404 403    403  403
GET    /rapporter/{report_id}/utkast                   /rapporter/<draft>/utkast                    303     403  403 403   403   200     403    200 403    403  403
GET    /rapporter/{report_id}/utkast                   /rapporter/<report>/utkast                   303     403  403 403   403   409     403    409 403    403  403
POST   /rapporter/{report_id}/utkast                   /rapporter/<draft>/utkast                    303     403  403 403   403   303     403    303 403    403  403
GET    /rapporter/{report_id}/forhandsgranska          /rapporter/<draft>/forhandsgranska           303     403  403 403   403   200     403    200 403    403  403
POST   /rapporter/{report_id}/utfarda                  /rapporter/<draft>/utfarda                   303     403  403 403   403   303     403    409 403    403  403
POST   /rapporter/{report_id}/utfarda                  /rapporter/<draft>/utfarda#unconfirmed       303     403  403 403   403   422     403    422 403    403  403
POST   /rapporter/{report_id}/kasta                    /rapporter/<draft>/kasta                     303     403  403 403   403   303     403    404 403    403  403
POST   /rapporter/{report_id}/kasta                    /rapporter/<report>/kasta                    303     403  403 403   403   409     403    409 403    403  403
GET    /rapporter/{report_id}.docx                     /rapporter/<report>.docx                    303     403  403 403   403   200     403    200 403    403  403
GET    /rapporter/{report_id}.docx                     /rapporter/<draft>.docx                     303     403  403 403   403   409     403    409 403    403  403
GET    /rapporter/{report_id}/andringar                /rapporter/<report>/andringar               303     403  403 403   403   200     403    200 403    403  403
GET    /rapporter/{report_id}/andringar                /rapporter/999999/andringar                 303     403  403 403   403   404     403    404 403    403  403
GET    /rapporter/mallar                               /rapporter/mallar                           303     403  403 403   403   200     403    200 403    403  403
POST   /rapporter/mallar                               /rapporter/mallar                           303     403  403 403   403   303     403    303 403    403  403
POST   /rapporter/mallar                               /rapporter/mallar#nothing                   303     403  403 403   403   422     403    422 403    403  403
GET    /rapporter/mallar/{template_id}.docx            /rapporter/mallar/<template>.docx           303     403  403 403   403   200     403    200 403    403  403
GET    /rapporter/mallar/{template_id}.docx            /rapporter/mallar/999999.docx               303     403  403 403   403   404     403    404 403    403  403
POST   /rapporter/mallar/{template_id}/ta-bort         /rapporter/mallar/<template>/ta-bort        303     403  403 403   403   303     403    404 403    403  403

GET    /api/v1/coverage                                /api/v1/coverage?unit=BUN-101&on=<day>       401     403  200 404   200   200     403    200 403    200  403
GET    /api/v1/coverage                                /api/v1/coverage?unit=BUN-102&on=<day>       401     403  404 200   200   200     403    200 403    404  403
GET    /api/v1/coverage                                /api/v1/coverage?unit=K&on=<day>             401     403  404 404   404   200     403    200 403    404  403
GET    /api/v1/coverage/changes                        /api/v1/coverage/changes?unit=BUN-101&<known> 401     403  200 404   200   200     403    200 403    200  403
GET    /api/v1/coverage/changes                        /api/v1/coverage/changes?unit=BUN-102&<known> 401     403  404 200   200   200     403    200 403    404  403
GET    /api/v1/coverage/explanation                    /api/v1/coverage/explanation?unit=BUN-101&requirement=GRUND&on=<day> 401     403  200 404   200   200     403    200 403    200  403
GET    /api/v1/coverage/explanation                    /api/v1/coverage/explanation?unit=BUN-102&requirement=GRUND&on=<day> 401     403  404 200   200   200     403    200 403    404  403
GET    /api/v1/coverage/trend                          /api/v1/coverage/trend?unit=BUN-101&<trend>  401     403  200 404   200   200     403    200 403    200  403
GET    /api/v1/coverage/trend                          /api/v1/coverage/trend?unit=BUN-102&<trend>  401     403  404 200   200   200     403    200 403    404  403
GET    /api/v1/coverage/plan                           /api/v1/coverage/plan?unit=BUN-101           401     403  200 404   200   200     403    200 403    200  403
GET    /api/v1/coverage/plan                           /api/v1/coverage/plan?unit=BUN-102           401     403  404 200   200   200     403    200 403    404  403
GET    /api/v1/units/{code:path}/people                /api/v1/units/BUN-101/people?<people>        401     403  200 404   200   403     200    200 200    200  403
GET    /api/v1/units/{code:path}/people                /api/v1/units/BUN-102/people?<people>        401     403  404 200   200   403     200    200 200    404  403
GET    /api/v1/units/{code:path}/people                /api/v1/units/K/people?<people>              401     403  404 404   404   403     200    200 200    404  403
POST   /api/v1/records                                 /api/v1/records#anna                         401     403  403 403   403   403     201    201 404    403  403
POST   /api/v1/records                                 /api/v1/records#pia                          401     403  403 403   403   403     404    404 201    403  403
POST   /api/v1/records/{record_id}/revocation          /api/v1/records/<bo>/revocation              401     403  403 403   403   403     200    409 404    403  403
POST   /api/v1/records/{record_id}/revocation          /api/v1/records/<pia>/revocation             401     403  403 403   403   403     404    404 200    403  403
GET    /api/v1/records/{record_id}                     /api/v1/records/<bo>                         401     403  403 403   403   403     200    200 404    403  403
GET    /api/v1/records/{record_id}                     /api/v1/records/<pia>                        401     403  403 403   403   403     404    404 200    403  403
POST   /api/v1/records/{record_id}/notes/{note_id}/striking /api/v1/records/<noted>/notes/<note>/striking 401     403  403 403   403   403     200    409 404    403  403
POST   /api/v1/records/{record_id}/notes/{note_id}/striking /api/v1/records/999999/notes/<note>/striking 401     403  403 403   403   403     404    404 404    403  403
GET    /api/v1/me/requirements                         /api/v1/me/requirements                      401     200  200 200   200   200     200    200 200    200  200
GET    /api/v1/courses                                 /api/v1/courses                              200     200  200 200   200   200     200    200 200    200  200

GET    /health/live                                    /health/live                                 200     200  200 200   200   200     200    200 200    200  200
GET    /health/ready                                   /health/ready                                200     200  200 200   200   200     200    200 200    200  200
GET    /metrics                                        /metrics                                     401     403  403 403   403   403     403    401 403    403  403
GET    /metrics                                        /metrics#bearer                              401     403  403 403   403   403     403    200 403    403  403
"""  # noqa: E501 - a table is read across

FILE = ("titlar.csv", b"title;category\nProvledare;provgrupp\n", "text/csv")
IMPORT: dict[str, Any] = {"data": {"kind": "categories"}, "files": {"file": FILE}}
REPORT = {"unit": "SN", "day": "2026-11-22"}
FILLED = {
    "<day>": "2026-11-22",
    "<known>": "on=2026-11-22&known_at=2026-11-01T09:00:00Z",
    "<trend>": "requirement=GRUND&from=2026-01-01&to=2026-11-22",
    "<people>": "on=2026-11-22&requirement=GRUND",
    "<id>": EMPLOYEE_IDS["anna"],
}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    route: str
    address: str
    expected: dict[str, int]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


def table() -> list[Row]:
    head, *lines = [line.split() for line in TABLE.strip().splitlines() if line.strip()]
    assert tuple(head[3:]) == ROLES
    return [
        Row(method, route, address, dict(zip(ROLES, map(int, statuses), strict=True)))
        for method, route, address, *statuses in lines
    ]


def fill(stage: Stage, address: str) -> str:
    """The address without its blanks, and without what only tells bodies apart."""
    address = address.partition("#")[0]
    for blank, text in FILLED.items():
        address = address.replace(blank, text)
    for role in ("bo", "pia"):
        if f"<{role}>" in address:
            address = address.replace(f"<{role}>", str(record_of(stage, role).id))
    if "<code>" in address:
        address = address.replace("<code>", record_of(stage, "bo").check_code)
    if "<note>" in address:
        note = noted(stage)
        address = address.replace("<noted>", str(note.record_id)).replace("<note>", str(note.id))
    made: dict[str, Callable[[Stage], object]] = {
        "<token>": upload,
        "<practice>": practice_day,
        "<report>": report_of,
        "<draft>": draft_of,
        "<template>": template_of,
        "<batch>": imported,
    }
    for blank, make in made.items():
        if blank in address:
            address = address.replace(blank, str(make(stage)))
    return address


def report_of(stage: Stage) -> int:
    """The report that the demo has issued."""
    return latest_report(stage, col(FollowUpReport.issued_at).is_not(None))


def draft_of(stage: Stage) -> int:
    """A draft that Cecilia has begun."""
    answer = stage.client_as("cecilia").post("/rapporter/ny", data=REPORT)
    assert answer.status_code == 303
    return latest_report(stage, col(FollowUpReport.issued_at).is_(None))


def latest_report(stage: Stage, which: ColumnElement[bool]) -> int:
    latest = select(FollowUpReport.id).where(which).order_by(col(FollowUpReport.id).desc())
    with stage.database.reading() as session:
        found = session.execute(latest).scalars().first()
    assert isinstance(found, int)
    return found


def template_of(stage: Stage) -> int:
    """A Word template that Cecilia has uploaded."""
    answer = stage.client_as("cecilia").post("/rapporter/mallar", **template())
    assert answer.status_code == 303
    with stage.database.reading() as session:
        latest = select(ReportTemplate.id).order_by(col(ReportTemplate.id).desc())
        found = session.execute(latest).scalars().first()
    assert isinstance(found, int)
    return found


def template() -> dict[str, Any]:
    """A Word template for one nämnd."""
    content = BytesIO()
    docx.Document().save(content)
    return {"data": {"unit": "SN"}, "files": {"file": ("mall.docx", content.getvalue())}}


def record_of(stage: Stage, role: str) -> TrainingRecord:
    mine = select(TrainingRecord).where(
        TrainingRecord.person_id == stage.person_id(role),
        col(TrainingRecord.retracted_at).is_(None),
    )
    with stage.database.reading() as session:
        found = session.execute(mine.order_by(col(TrainingRecord.id))).scalars().first()
    assert isinstance(found, TrainingRecord), f"{role} has no record in the demo"
    return found


def noted(stage: Stage) -> RecordNote:
    """What Henrik has written beside a record of Anna's."""
    training = reported(stage, "anna", "henrik")
    answer = stage.client_as("henrik").post("/registrera", data={**training, "note": "Heldag"})
    assert answer.status_code == 303
    with stage.database.reading() as session:
        latest = select(RecordNote).order_by(col(RecordNote.id).desc())
        found = session.execute(latest).scalars().first()
    assert isinstance(found, RecordNote)
    return found


def practice_day(stage: Stage) -> int:
    """The practice day that stands planned in BUN-101."""
    with stage.database.reading() as session:
        mine = select(PracticeDay.id).join(Unit, col(Unit.id) == col(PracticeDay.unit_id))
        found = session.execute(mine.where(Unit.code == "BUN-101")).scalars().first()
    assert isinstance(found, int)
    return found


def practising(unit: str) -> dict[str, str]:
    """A practice day as the page's form has it."""
    day = {"kurs": "forsta-steget", "dag": "2027-02-24", "platser": "12"}
    return {"enhet": unit, **day}


def reported(stage: Stage, of: str, role: str) -> dict[str, str]:
    """Training as the page's form has it, on a day of each reporter's own."""
    return {
        "person": stage.person(of).employee_id,
        "course": "forsta-steget",
        "completed_on": f"2026-10-{10 + ROLES.index(role)}",
        "source": "klassrum",
    }


def ticked(stage: Stage, of: str) -> dict[str, str]:
    """Somebody of BUN-101 ticked as present there today."""
    return {"enhet": "BUN-101", "present": str(stage.person_id(of))}


def upload(stage: Stage) -> str:
    """A file that Henrik has chosen and not yet confirmed."""
    answer = stage.client_as("henrik").post("/import", **IMPORT)
    return answer.headers["location"].rpartition("/")[2]


def imported(stage: Stage) -> int:
    """A file that Henrik has confirmed."""
    answer = stage.client_as("henrik").post(f"/import/granska/{upload(stage)}")
    assert answer.status_code == 303
    with stage.database.reading() as session:
        latest = select(ImportBatch.id).order_by(col(ImportBatch.id).desc())
        found = session.execute(latest).scalars().first()
    assert isinstance(found, int)
    return found


def sent(stage: Stage, row: Row, role: str) -> dict[str, Any]:
    """What goes along with a request."""
    day = f"2026-11-{1 + ROLES.index(role):02}"  # a record of each role's own
    record = {"course_id": "forsta-steget", "completed_on": day, "source": "klassrum"}
    bodies: dict[str, Callable[[], dict[str, Any]]] = {
        "POST /logga-in/demo#anna": lambda: {"data": {"person": stage.person_id("anna")}},
        "POST /logga-in/demo#pia": lambda: {"data": {"person": stage.person_id("pia")}},
        "POST /enhet/BUN-101/inloggningslappar": lambda: {"data": {"everybody": "1"}},
        "POST /enhet/BUN-102/inloggningslappar": lambda: {"data": {"everybody": "1"}},
        "POST /kurser/forsta-steget/akut/noel-meddelandet": lambda: {"data": {"answer": "a"}},
        "POST /kurser/forsta-steget/akut/finns-inte": lambda: {"data": {"answer": "a"}},
        "POST /ova/robin": lambda: {"data": {"act": "say", "state": "", "reply": "a"}},
        "POST /ova/koda-robin": lambda: {"data": {"act": "code"}},
        "POST /ova/finns-inte": lambda: {"data": {"act": "code"}},
        "POST /minnesfraga/999999/7": lambda: {"data": {"answer": "a"}},
        "POST /kurser/forsta-steget/fore": lambda: {"data": {"act": "answer", "sure": "3"}},
        "POST /kurser/forsta-steget/tillsammans/vilka#anna": lambda: {
            "data": ticked(stage, "anna")
        },
        "POST /kurser/forsta-steget/tillsammans/vilka#pia": lambda: {"data": ticked(stage, "pia")},
        "POST /kurser/forsta-steget/tillsammans/vilka#nobody": lambda: {
            "data": {"enhet": "BUN-101"}
        },
        "POST /kontroll#bo": lambda: {"data": shown("bo")},
        "POST /kontroll#unknown": lambda: {"data": {"code": f"AAAA-{day}", "who": "1"}},
        "POST /import": lambda: IMPORT,
        "POST /planering/ny#own": lambda: {"data": practising("BUN-101")},
        "POST /planering/ny#sibling": lambda: {"data": practising("BUN-102")},
        "POST /planering/ny#nothing": lambda: {"data": {"enhet": "BUN-101"}},
        "POST /rapporter/ny": lambda: {"data": REPORT},
        "POST /rapporter/<draft>/utkast": lambda: {"data": REPORT},
        "POST /rapporter/<draft>/utfarda": lambda: {"data": {"confirmed": "1"}},
        "POST /rapporter/mallar": template,
        "POST /registrera#anna": lambda: {"data": reported(stage, "anna", role)},
        "POST /registrera#pia": lambda: {"data": reported(stage, "pia", role)},
        "POST /registrera#nothing": lambda: {"data": {"person": EMPLOYEE_IDS["anna"]}},
        "POST /api/v1/records#anna": lambda: {"json": body("anna")},
        "POST /api/v1/records#pia": lambda: {"json": body("pia")},
        "GET /metrics#bearer": lambda: {"headers": {} if role == VISITOR else stage.bearer(role)},
    }

    def body(of: str) -> dict[str, str]:
        return {**record, "employee_id": stage.person(of).employee_id, "valid_until": "2027-11-02"}

    def shown(of: str) -> dict[str, str]:
        return {
            "code": record_of(stage, of).check_code,
            "who": stage.person(of).employee_id,
        }

    return bodies.get(str(row), dict)()


def walk(stage: Stage, row: Row) -> dict[str, Response]:
    """Ask as every role, the visitor first."""
    address = fill(stage, row.address)
    return {role: ask(stage, row, address, role) for role in ROLES}


def ask(stage: Stage, row: Row, address: str, role: str) -> Response:
    client = stage.client_as(role)
    client.strict = False
    return client.request(row.method, address, **sent(stage, row, role))


def unlisted(app: FastAPI) -> set[str]:
    listed = {(row.method, row.route) for row in table()}
    found = {(method, path) for method, path, _guard, _dependant in guarded_routes(app)}
    return {f"{method} {path}" for method, path in found - listed}


class TestMatrix:
    @pytest.mark.parametrize("row", [row for row in table() if row.method == "GET"], ids=str)
    def test_reading(self, read_only: Stage, row: Row) -> None:
        compare(read_only, row)

    @pytest.mark.parametrize("row", [row for row in table() if row.method != "GET"], ids=str)
    def test_writing(self, stage: Stage, row: Row) -> None:
        compare(stage, row)


def compare(stage: Stage, row: Row) -> None:
    answers = walk(stage, row)
    assert {role: answer.status_code for role, answer in answers.items()} == row.expected
    for answer in {answer.status_code: answer for answer in answers.values()}.values():
        if is_html(answer):
            parse(answer.text)
    for role, answer in answers.items():
        if answer.status_code >= 400 and row.address.startswith(("/api/", "/metrics")):
            assert answer.headers["content-type"] == "application/problem+json", role
    if row.expected[VISITOR] == 303 and row.expected["anna"] == 403:
        assert answers[VISITOR].headers["location"].startswith("/logga-in?vidare=")


class TestTable:
    def test_it_lists_every_route(self, read_only: Stage) -> None:
        assert unlisted(read_only.app) == set()

    def test_it_lists_no_route_that_is_gone(self, read_only: Stage) -> None:
        found = {(method, path) for method, path, *_ in guarded_routes(read_only.app)}
        assert {(row.method, row.route) for row in table()} - found == set()

    def test_an_unlisted_route_is_found(self, stage: Stage) -> None:
        router = GuardedRouter()

        @router.get("/planterad", requires=Permission.COVERAGE_READ)
        def planted(_actor: ActorDep) -> None:
            """Planted."""

        stage.app.include_router(router)
        assert unlisted(stage.app) == {"GET /planterad"}

    def test_every_address_belongs_to_its_route(self) -> None:
        for row in table():
            pattern = re.sub(r"\\{[a-z_]+(:path)?\\}", "[^/]+", re.escape(row.route))
            assert re.fullmatch(pattern, row.address.partition("?")[0].partition("#")[0]), row

    def test_whoever_is_not_signed_in_enters_only_what_is_public(self, read_only: Stage) -> None:
        guards = {(method, path): guard for method, path, guard, _ in guarded_routes(read_only.app)}
        for row in table():
            if guards[row.method, row.route] is not PUBLIC:
                assert row.expected[VISITOR] in {303, 401}, row

    def test_the_siblings_manager_is_kept_out_wherever_the_own_one_is_let_in(self) -> None:
        own = [row for row in table() if "BUN-101" in row.address and row.expected["bo"] == 200]
        assert len(own) >= 6
        assert all(row.expected["david"] == 404 for row in own)
