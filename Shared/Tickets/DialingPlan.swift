/// How national telephone numbers of a country become international ones.
///
/// Country codes and trunk prefixes: ITU-T E.164 annex and the national numbering plans filed with the ITU.
struct DialingPlan: Sendable {
    let code: String
    let trunk: String

    /// The plan of an ISO 3166 alpha-2 country; nil when unknown here.
    init?(country: String) {
        let country = country.uppercased()
        guard let code = Self.codes[country] else { return nil }
        self.code = code
        trunk = Self.trunks[country] ?? (code == "1" ? "1" : Self.withoutTrunk.contains(country) ? "" : "0")
    }

    func international(_ national: String) -> String {
        if code == "1", national.hasPrefix("011") { return String(national.dropFirst(3)) }
        let isTrunked = !trunk.isEmpty && national.hasPrefix(trunk)
        return code + (isTrunked ? String(national.dropFirst(trunk.count)) : national)
    }

    private static let trunks = ["RU": "8", "KZ": "8", "BY": "8", "TM": "8", "HU": "06", "MN": "0"]

    private static let withoutTrunk: Set<String> = Set(
        """
        IT SM VA ES PT NO DK PL CZ GR SG HK MO MX CL CO PE EC BO PY UY VE CR PA GT SV HN NI LV EE MT CY LU IS MC AD GI FO GL \
        QA KW BH OM TN CI SN ML BF NE TG BJ GA CG CM TD CF GQ ST CV GM GN GW LR SL MR DJ KM SC MU BW SZ LS MZ AO RW BI \
        FJ PG WS TO KI SB VU NC PF NR TV PW FM MH CK NU BT MV BN TL HT CU TJ
        """.split(separator: " ").map(String.init)
    )

    private static let codes: [String: String] = Dictionary(
        table.split(separator: " ").map { (String($0.prefix(2)), String($0.dropFirst(2))) },
        uniquingKeysWith: { first, _ in first }
    )

    private static let table = """
        US1 CA1 PR1 DO1 JM1 TT1 BB1 BS1 BM1 AG1 AI1 DM1 GD1 GU1 KN1 KY1 LC1 MS1 SX1 TC1 VC1 VG1 VI1 AS1 MP1 RU7 KZ7 EG20 ZA27 \
        GR30 NL31 BE32 FR33 ES34 HU36 IT39 VA39 RO40 CH41 AT43 GB44 GG44 JE44 IM44 DK45 SE46 NO47 SJ47 PL48 DE49 PE51 \
        MX52 CU53 AR54 BR55 CL56 CO57 VE58 MY60 AU61 CX61 CC61 ID62 PH63 NZ64 SG65 TH66 JP81 KR82 VN84 CN86 TR90 IN91 \
        PK92 AF93 LK94 MM95 IR98 SS211 MA212 EH212 DZ213 TN216 LY218 GM220 SN221 MR222 ML223 GN224 CI225 BF226 NE227 \
        TG228 BJ229 MU230 LR231 SL232 GH233 NG234 TD235 CF236 CM237 CV238 ST239 GQ240 GA241 CG242 CD243 AO244 GW245 \
        IO246 SC248 SD249 RW250 ET251 SO252 DJ253 KE254 TZ255 UG256 BI257 MZ258 ZM260 MG261 RE262 YT262 ZW263 NA264 \
        MW265 LS266 BW267 SZ268 KM269 SH290 ER291 AW297 FO298 GL299 GI350 PT351 LU352 IE353 IS354 AL355 MT356 CY357 \
        FI358 AX358 BG359 LT370 LV371 EE372 MD373 AM374 BY375 AD376 MC377 SM378 UA380 RS381 ME382 XK383 HR385 SI386 \
        BA387 MK389 CZ420 SK421 LI423 FK500 BZ501 GT502 SV503 HN504 NI505 CR506 PA507 PM508 HT509 GP590 BL590 MF590 \
        BO591 GY592 EC593 GF594 PY595 MQ596 SR597 UY598 CW599 BQ599 TL670 NF672 BN673 NR674 PG675 TO676 SB677 VU678 \
        FJ679 PW680 WF681 CK682 NU683 WS685 KI686 NC687 TV688 PF689 TK690 FM691 MH692 KP850 HK852 MO853 KH855 LA856 \
        BD880 TW886 MV960 LB961 JO962 SY963 IQ964 KW965 SA966 YE967 OM968 PS970 AE971 IL972 BH973 QA974 BT975 MN976 \
        NP977 TJ992 TM993 AZ994 GE995 KG996 UZ998
        """
}
