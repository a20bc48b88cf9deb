/// Labels, letters and digits only, and the set to read them by: a superset where mailers write more than they declare.
enum CharsetNames {
    static let supersets: [String: String] = {
        var table: [String: String] = [:]
        for (name, labels) in names { for label in labels.split(separator: " ") { table[String(label)] = name } }
        return table
    }()

    /// An empty name: the label says nothing.
    private static let names: [(String, String)] = [
        (
            "",
            "default defaultcharset 8bit binary none null xunknown unknown8bit xuserdefined iso8859 ansi text charset"
        ),
        ("UTF-8", "utf8 utf unicode11utf8 xutf8 utf8mb4 cp65001 unicode20utf8 utf8n"),
        ("UTF-7", "utf7 unicode11utf7 xunicode20utf7"),
        (
            "CP1252",
            "usascii ascii iso646us ansix341968 iso88591 latin1 l1 cp819 cp1252 windows1252 iso885911987 iso8859p1"
        ),
        ("ISO-8859-2", "iso88592 latin2"), ("ISO-8859-8", "iso88598i iso88598e iso88598 logical"),
        ("CP1254", "iso88599 latin5 cp1254"), ("CP874", "tis620 tis6200 iso885911 cp874 windows874"),
        ("ISO-8859-15", "iso885915 latin9 iso8859154"),
        (
            "GB18030",
            "gb2312 gbk gb18030 gb231280 csgb2312 cngb cp936 ms936 xgbk euccn xeuccn chinese gb windows936 iso58gb231280"
        ),
        ("HZ", "hzgb2312 hz"), ("BIG5-HKSCS", "big5 cnbig5 csbig5 xxbig5 big5hkscs cp950 windows950 big5eten"),
        ("CP949", "euckr ksc56011987 ksc5601 ksc56011989 korean cp949 uhc windows949 ks5601 xwindows949 kseuc"),
        ("CP932", "shiftjis sjis xsjis mskanji cp932 windows31j windows932 csshiftjis ms932"),
        ("EUC-JP-MS", "eucjp xeucjp eucjpms ujis"),
        ("ISO-2022-JP", "iso2022jp csiso2022jp iso2022jp1 iso2022jp2 iso2022jp3 iso2022jpms cp50220 cp50221 jis"),
        ("ISO-2022-KR", "iso2022kr"), ("KOI8-R", "koi8r koi8 cskoi8r koi"), ("KOI8-U", "koi8u koi8ru"),
        ("CP1251", "cp1251 windows1251 win1251 xcp1251 ansi1251 windowscp1251"),
        ("CP866", "cp866 ibm866 dos866"), ("CP1258", "cp1258 windows1258 tcvn"),
        ("MACINTOSH", "macintosh xmacroman macroman mac"),
        ("CP850", "cp850 ibm850"), ("CP437", "cp437 ibm437"), ("CP1256", "cp1256 windows1256"),
        ("UTF-16", "utf16 unicode ucs2 iso10646ucs2"), ("UTF-16LE", "utf16le"), ("UTF-16BE", "utf16be"),
        ("UTF-32", "utf32"),
    ]
}
