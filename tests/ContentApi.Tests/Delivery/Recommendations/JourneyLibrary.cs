namespace ContentApi.Tests.Delivery.Recommendations;

/// <summary>A library of two stories about factories abroad, three about bread (two of them duplicates), and others.</summary>
public sealed class JourneyLibrary(PostgresServer postgres) : Api(postgres)
{
    private const string Sourdough = "The starter rose at night. Sourdough needs flour, water and patience. She fed the starter each morning, and the sourdough crust sang as it cooled.";

    protected override IEnumerable<(string Name, string Text)> Documents =>
    [
        ("1.md", """
            ---
            slug: phones-in-india
            title: Phones for India
            topics: [Globalization]
            takeaways: [Localization is more than translation.]
            ---
            The phone sold out in India. Then a court in Delhi stopped the sale. Localization was the answer: a factory in India, and localization of the phone.
            """),
        ("2.md", """
            ---
            slug: factories-in-india
            title: A Factory in India
            topics: [Globalization]
            takeaways: [Localization means more than a translation.]
            ---
            Localization began with a factory. In India the factory hired a thousand people, and localization of parts followed. India was home.
            """),
        ("3.md", $"---\nslug: sourdough\ntitle: Sourdough\n---\n{Sourdough}"),
        ("4.md", $"---\nslug: sourdough-again\ntitle: Sourdough\n---\n{Sourdough}"),
        ("5.md", "---\nslug: bread-and-salt\ntitle: Bread and Salt\n---\nSalt keeps bread. The crust of a sourdough takes salt, and the starter does not; sourdough is bread with patience."),
        ("6.md", "---\nslug: ships\ntitle: The Harbour\n---\nShips came to the harbour with sails and anchors; the harbour grew."),
    ];
}
