# build.ps1 Help.

$help = Join-Path $root 'docs/en-US'

function Invoke-Help {
    Invoke-Build
    Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0
    # PlatyPS adds what Get-Help says to the pages: with the help of before, everything in them would stand twice.
    Remove-Item -Path (Join-Path $module 'en-US/*.xml')
    Import-Module $manifest -Force
    foreach ($command in Get-Command -Module SmtpTls -CommandType Cmdlet) {
        $page = Join-Path $help "$($command.Name).md"
        if (Test-Path -LiteralPath $page) { $null = Update-MarkdownCommandHelp -Path $page -NoBackup }
        else { $null = New-MarkdownCommandHelp -CommandInfo $command -OutputFolder $help }
    }
    # PlatyPS puts its pages into a folder named after the module.
    $made = Join-Path $help 'SmtpTls'
    if (Test-Path -LiteralPath $made) {
        Get-ChildItem -LiteralPath $made | Move-Item -Destination $help
        Remove-Item -LiteralPath $made
    }
    $pages = Get-ChildItem -Path (Join-Path $help '*-*.md') | Sort-Object Name
    # It also lists every type that a property may have; those that a page says nothing about are covered by its words on objects.
    foreach ($page in $pages) {
        $text = [System.IO.File]::ReadAllText($page)
        $described = $text -replace '(?m)^### .*\n\n\{\{ Fill in the Description \}\}\n\n'
        if ($described -ne $text) { [System.IO.File]::WriteAllText($page, $described, [System.Text.UTF8Encoding]::new($true)) }
    }
    $temporary = Join-Path ([System.IO.Path]::GetTempPath()) ([System.IO.Path]::GetRandomFileName())
    $null = Import-MarkdownCommandHelp -Path $pages.FullName | Export-MamlCommandHelp -OutputFolder $temporary
    Get-ChildItem -LiteralPath $temporary -Recurse -Filter *.xml | Move-Item -Destination $help -Force
    Remove-Item -LiteralPath $temporary -Recurse
    Repair-HelpFile (Join-Path $help 'SmtpTls.dll-Help.xml')
    Write-ErrorPage
    Invoke-Build
}

# What PlatyPS leaves for Get-Help to show as it is: fences around the code of examples, paragraphs of U+0080 between
# paragraphs, and a link to an online version that does not exist.
function Repair-HelpFile([string] $Path) {
    $xml = [xml]::new()
    $xml.PreserveWhitespace = $true
    $xml.Load($Path)
    $names = [System.Xml.XmlNamespaceManager]::new($xml.NameTable)
    $names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
    foreach ($example in $xml.SelectNodes('//command:example', $names)) {
        $remarks = $example.SelectSingleNode('dev:remarks', $names)
        foreach ($paragraph in @($example.SelectNodes('maml:introduction/maml:para', $names))) {
            if ($paragraph.InnerText -match '(?s)^```\w*\r?\n(.*)\n```$') { $example.SelectSingleNode('dev:code', $names).InnerText = $Matches[1] }
            else { $null = $remarks.AppendChild($paragraph.CloneNode($true)) }
        }
        $example.SelectSingleNode('maml:introduction', $names).InnerText = ''
        # The blank line before the next example.
        $null = $remarks.AppendChild($xml.CreateElement('maml', 'para', $names.LookupNamespace('maml')))
    }
    foreach ($node in @($xml.SelectNodes("//maml:para[. = '$([char] 0x80)'] | //maml:navigationLink[maml:linkText = 'Online Version' and not(maml:uri/text())]", $names))) {
        $space = $node.PreviousSibling
        if ($space -is [System.Xml.XmlWhitespace]) { $null = $node.ParentNode.RemoveChild($space) }
        $null = $node.ParentNode.RemoveChild($node)
    }
    [System.IO.File]::WriteAllText($Path, $xml.OuterXml)
}

# docs/errors.md: what Resolve-SmtpTlsError knows, from src/SmtpTls.Core/Errors.
function Write-ErrorPage {
    $lines = @(
        '# Errors that are known'
        ''
        '`Resolve-SmtpTlsError` explains these: what each means, likely causes, what to check and the command for it. The entries are in'
        '`src/SmtpTls.Core/Errors/*.errors`; this page is written by `build.ps1 -Task Help`.'
        ''
        '| Entry | Error | Source |'
        '| --- | --- | --- |'
        foreach ($known in Resolve-SmtpTlsError -List) {
            $cells = $known.Title, $known.Source -replace '\|', '\|' -replace '<', '&lt;'
            "| ``$($known.Id)`` | $($cells[0]) | $($cells[1]) |"
        }
    )
    Set-Content -LiteralPath (Join-Path $root 'docs/errors.md') -Value $lines
}
