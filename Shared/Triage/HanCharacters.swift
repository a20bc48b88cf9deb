/// Tells Chinese in simplified and traditional characters and Japanese without kana apart.
struct HanCharacters {
    private let simplified: Int
    private let traditional: Int
    private let japanese: Int

    init(_ sample: LetterSample) {
        simplified = sample.foreign.count { Self.simplifiedOnly.contains($0) }
        traditional = sample.foreign.count { Self.traditionalOnly.contains($0) }
        japanese = sample.foreign.count { Self.japaneseOnly.contains($0) }
    }

    func verdict(_ prior: LanguagePrior) -> LanguageGuess {
        if japanese > simplified + traditional { return LanguageGuess(code: "ja", confidence: 0.9) }
        if simplified > traditional { return LanguageGuess(code: "zh", confidence: 0.99) }
        if traditional > simplified, prior.likeliest != "ja" { return LanguageGuess(code: "zh-Hant", confidence: 0.95) }
        if let known = prior.likeliest, ["zh", "zh-Hant", "ja"].contains(known) {
            return LanguageGuess(code: known, confidence: 0.9)
        }
        return LanguageGuess(code: "zh", confidence: 0.9)
    }

    private static let simplifiedOnly = Set(stride(from: 0, to: pairs.count, by: 2).map { pairs[$0] })
    private static let traditionalOnly = Set(stride(from: 1, to: pairs.count, by: 2).map { pairs[$0] })

    /// Forms made in Japan, used in Chinese of neither kind.
    private static let japaneseOnly = Set("気売込働駅払戻図対発検変単経験実壊応択拡歩毎済両圧伝覚".unicodeScalars)

    /// Everyday characters with two written forms: the simplified one, then the traditional one.
    private static let pairs = Array(
        """
        们們这這个個时時对對会會来來发發没沒过過还還样樣问問东東车車长長门門开開关關电電话話机機马馬买買卖賣请請谢謝货貨单單错錯误誤维維订訂压壓坏壞应應气氣图圖传傳检檢权權变變经經实實验驗质質说說国國见見让讓\
        谁誰给給钱錢钟鐘铁鐵银銀锁鎖链鏈轮輪轴軸载載辆輛软軟运運进進远遠连連迟遲适適选選递遞邮郵释釋录錄页頁顶頂项項顺順须須预預领領频頻额額颜顏饭飯馆館驱驅骗騙鸡雞龙龍产產亿億仅僅从從仓倉众眾优優伙夥伤傷债債\
        偿償备備复復够夠处處头頭夹夾奖獎妇婦妈媽学學宁寧宝寶审審宽寬将將专專层層属屬岁歲岛島币幣师師帮幫带帶库庫废廢张張弹彈强強归歸彻徹总總恶惡惊驚惯慣愤憤愿願户戶执執扩擴扫掃扰擾护護报報担擔拟擬拥擁择擇损損\
        换換据據摄攝数數断斷无無显顯术術杂雜极極构構标標树樹档檔桥橋楼樓横橫欢歡残殘毁毀汇匯汉漢沟溝浅淺测測济濟浓濃润潤涨漲湿濕满滿滤濾滚滾灭滅灯燈灵靈炉爐烦煩烧燒热熱爱愛状狀独獨环環现現画畫畅暢疗療监監盖蓋\
        盘盤确確码碼础礎离離种種积積稳穩穷窮竞競笔筆类類红紅约約级級纪紀纯純纸紙线線组組细細终終结結绝絕绕繞统統继繼续續绿綠缝縫缩縮网網罗羅职職联聯胜勝脑腦脱脫节節药藥获獲虑慮虽雖补補装裝规規视視觉覺览覽计計\
        认認议議讯訊记記讲講许許论論设設访訪证證评評识識诉訴词詞译譯试試诚誠询詢该該详詳语語调調谈談负負责責败敗账賬购購费費资資赔賠赶趕较較输輸边邊违違钥鑰键鍵锅鍋闭閉间間闻聞阀閥阅閱队隊阳陽阴陰际際陆陸险險\
        随隨难難雾霧静靜么麼吗嗎里裡后後几幾号號価價价價铃鈴钢鋼铜銅铝鋁锈鏽滞滯滥濫义義两兩严嚴丧喪丰豐临臨为為举舉乐樂习習书書乱亂争爭亏虧云雲亚亞儿兒兴興养養内內写寫军軍农農冲衝决決况況冻凍净淨减減凑湊击擊\
        创創划劃则則刚剛删刪别別剂劑剧劇办辦务務动動劳勞势勢区區医醫华華协協卫衛厂廠历歷厉厲县縣参參双雙叹嘆听聽启啟员員响響团團围圍场場块塊坚堅垫墊墙牆声聲壳殼奋奮妆妝娱娛孙孫尔爾尘塵尝嘗尽盡广廣庆慶异異弃棄\
        态態怀懷恒恆戏戲战戰拨撥挂掛掷擲揽攬摆擺旧舊晓曉梦夢椭橢毕畢氢氫洁潔涡渦渐漸温溫灾災炼煉烂爛牵牽犹猶猪豬献獻玛瑪疯瘋瘫癱盐鹽着著矿礦碍礙筹籌签簽简簡篮籃粮糧紧緊纠糾绍紹绑綁缘緣缓緩罚罰肿腫脏髒脚腳舰艦\
        艰艱苏蘇荣榮虚虛蚀蝕袭襲触觸誉譽讨討诊診贝貝贡貢财財贫貧贬貶贴貼贵貴贷貸贸貿贺賀赚賺赛賽赠贈践踐踪蹤躯軀转轉轻輕辅輔辑輯辞辭达達迁遷迈邁逻邏遗遺邓鄧酱醬鉴鑒针針钉釘钩鉤销銷锐銳锯鋸锻鍛镇鎮闲閒闸閘阶階\
        隐隱韩韓韵韻题題颗顆风風飞飛饮飲饱飽驾駕骂罵骤驟鱼魚鲜鮮鸟鳥麦麥齐齊齿齒
        """.unicodeScalars
    )
}
