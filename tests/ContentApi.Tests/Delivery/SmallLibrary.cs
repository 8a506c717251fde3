namespace ContentApi.Tests.Delivery;

/// <summary>A library of five stories that together use every member of a story: four about two founders, one without a founder.</summary>
public class SmallLibrary(PostgresServer postgres) : Api(postgres)
{
    /// <summary>The settings of this library. Other nodes need the same ones to use its pre-serialized JSON.</summary>
    public static readonly string[] Settings = ["--Library:SiteUrl=https://stories.test", "--Library:TimeZone=Asia/Tokyo"];

    protected override IEnumerable<string> Arguments => Settings;

    protected override IEnumerable<(string Name, string Text)> Documents =>
    [
        ("first.md", """
            ---
            title: Ada's “First” Loom
            founder: { name: Ada Weaver, bio: She wove. }
            publishedAt: 2024-01-10
            byline: By The Desk
            dek: How it began.
            topics: [Craft, Machines]
            language: en
            rights: { license: CC0, copyrightHolder: Ada Weaver, attribution: { text: From the mill., url: "https://mill.test/" }, syndication: denied }
            image: { url: "https://images.test/loom.jpg", alt: A loom, width: 1600, height: 900 }
            takeaways:
              - { statement: Begin with thread., explanation: Everything hangs on it. }
              - { statement: Count twice. }
            recommendations:
              - second-shift
              - { title: "The Mill That Was Not Built", dek: Soon., founder: ada-weaver, readingMinutes: 7 }
              - not-written-yet
            ---
            An opening.

            ## Prologue: Dust

            It was *dark*, and **very** quiet. See [the museum](https://museum.test/?a=1&b=2).

            ## Act I: Light & Shade

            > Nobody had asked.
            >
            > — The ledger

            1. One
            2. Two

            ```text
            2 x 2
            ```
            """),
        ("second.md", "---\ntitle: Second Shift\nfounder: ada-weaver\npublishedAt: 2024-02-20T06:00:00Z\ntopics: [Craft]\nreadingMinutes: 9\ntakeaways: [Rest first.]\n---\nBody two."),
        ("third.md", "---\ntitle: Another Third\nfounder: ada-weaver\npublishedAt: 2024-03-30\ntopics: [Machines]\nreadingMinutes: 3\n---\nBody three."),
        ("fourth.md", "---\ntitle: Boris Counts\nfounder: boris-bell\npublishedAt: 2024-03-30\ntopics: [Money]\nreadingMinutes: 5\nlanguage: de\n---\nBody four."),
        ("fifth.md", "# Nobody in Particular\n\nBody five, without front matter."),
    ];
}
