# build.ps1 Pack and Audit.

$package = Join-Path $root 'out/package'

function Invoke-Pack {
    Invoke-Build
    if (Test-Path -LiteralPath $package) { Remove-Item -LiteralPath $package -Recurse -Force }
    $staged = Join-Path $package 'SmtpTls'
    $null = New-Item -ItemType Directory -Path $package
    Copy-Item -LiteralPath $module -Destination $staged -Recurse
    $version = (Import-PowerShellDataFile (Join-Path $staged 'SmtpTls.psd1')).ModuleVersion
    Write-ReleaseNotes $staged $version
    $shipped = Get-ShippedPackage $staged
    Write-Notices (Join-Path $staged 'THIRD-PARTY-NOTICES.txt') $shipped
    Write-Sbom (Join-Path $staged 'SmtpTls.cdx.json') $shipped $version
    # For machines that reach no gallery.
    Compress-Archive -Path $staged -DestinationPath (Join-Path $package "SmtpTls-$version.zip")

    $repository = Join-Path $package 'repository'
    $modules = Join-Path $package 'modules'
    $null = New-Item -ItemType Directory -Path $repository, $modules
    $name = "SmtpTlsPack$PID"
    Register-PSResourceRepository -Name $name -Uri $repository -Trusted
    try {
        Publish-PSResource -Path $staged -Repository $name
        Save-PSResource -Name SmtpTls -Repository $name -Path $modules
    }
    finally { Unregister-PSResourceRepository -Name $name }
    $before = $env:PSModulePath
    $env:PSModulePath = $modules
    try { Invoke-Script build/prove-package.ps1 -Modules $modules -Version $version -Staged $staged }
    finally { $env:PSModulePath = $before }
    Get-ChildItem -LiteralPath $package -Recurse -Include *.nupkg, *.zip -File | ForEach-Object { '{0}  {1:n1} MB' -f $_.FullName, ($_.Length / 1MB) }
}

# The manifest of the package says what is new: the section of CHANGELOG.md on this version, or what is not released yet.
function Write-ReleaseNotes([string] $Staged, [string] $Version) {
    $log = Get-Content -Raw -LiteralPath (Join-Path $root 'CHANGELOG.md')
    $section = foreach ($title in [regex]::Escape($Version), 'Unreleased') {
        if ($log -match "(?ms)^## \[$title\][^\n]*\n(.*?)(?=^## \[|\z)") { $Matches[1].Trim(); break }
    }
    if (-not $section) { throw "CHANGELOG.md has no section [$Version] and no section [Unreleased]." }
    $path = Join-Path $Staged 'SmtpTls.psd1'
    $text = Get-Content -Raw -LiteralPath $path
    $filled = $text.Replace("ReleaseNotes = ''", "ReleaseNotes = '$($section.Replace("'", "''"))'")
    if ($filled -eq $text) { throw "$path has no empty ReleaseNotes to fill." }
    Set-Content -LiteralPath $path -Value $filled -NoNewline -Encoding utf8BOM
    $null = Test-ModuleManifest $path
}

# The NuGet packages that assemblies in the module come from. An assembly that is neither ours nor from a package is an error.
function Get-ShippedPackage([string] $Staged) {
    $assets = Get-Content -Raw -LiteralPath (Join-Path $root 'src/SmtpTls/obj/project.assets.json') | ConvertFrom-Json -AsHashtable
    $folder = @($assets.packageFolders.Keys)[0]
    $owner = @{}
    foreach ($target in $assets.targets.Values) {
        foreach ($entry in $target.GetEnumerator()) {
            if ($entry.Value.type -ne 'package') { continue }
            foreach ($file in @($entry.Value.runtime.Keys) + @($entry.Value.runtimeTargets.Keys)) {
                if ($file -like '*.dll') { $owner[(Split-Path $file -Leaf)] = $entry.Key }
            }
        }
    }
    $files = Get-ChildItem -LiteralPath $Staged -Recurse -Filter *.dll | Where-Object Name -NotLike 'SmtpTls*.dll' | Sort-Object Name -Unique
    foreach ($file in $files) {
        if (-not $owner.ContainsKey($file.Name)) { throw "$($file.Name) ships, but no package in src/SmtpTls/obj/project.assets.json has it." }
    }
    foreach ($group in $files | Group-Object { $owner[$_.Name] } | Sort-Object Name) {
        $place = Join-Path $folder $assets.libraries[$group.Name].path
        $nuspec = ([xml] (Get-Content -Raw -Path (Join-Path $place '*.nuspec'))).package.metadata
        [pscustomobject]@{
            Id        = $nuspec.id
            Version   = $nuspec.version
            Files     = $group.Group.Name
            License   = $nuspec.license.'#text'
            Type      = $nuspec.license.type
            Copyright = "$($nuspec.copyright)".Trim()
            Project   = $nuspec.projectUrl
            Folder    = $place
        }
    }
}

function Write-Notices([string] $Path, $Packages) {
    $texts = [ordered]@{}
    $lines = @(
        'SmtpTls is under the MIT licence (LICENSE). It ships these libraries of others, each under its own licence.'
        foreach ($one in $Packages) {
            # The text that the package brings goes before the general one.
            $file = if ($one.Type -eq 'file') { Join-Path $one.Folder $one.License }
            else { (Get-ChildItem -LiteralPath $one.Folder -File | Where-Object Name -Match '^LICEN[SC]E(\.|$)' | Select-Object -First 1).FullName }
            if (-not $file) { $file = Join-Path $root "build/licenses/$($one.License).txt" }
            if (-not (Test-Path -LiteralPath $file)) { throw "$($one.Id) $($one.Version) has the licence '$($one.License)': put its text into $file." }
            $texts[(Get-Content -Raw -LiteralPath $file).Trim()] += @("$($one.Id) $($one.Version)")
            foreach ($notice in Get-ChildItem -LiteralPath $one.Folder -File | Where-Object Name -Match '^THIRD.?PARTY.?NOTICES') {
                $texts[(Get-Content -Raw -LiteralPath $notice.FullName).Trim()] += @("$($one.Id) $($one.Version), notices of its own")
            }
            ''
            "$($one.Id) $($one.Version)"
            "    Files:     $($one.Files -join ', ')"
            "    Licence:   $($one.License)"
            "    Copyright: $($one.Copyright)"
            "    Project:   $($one.Project)"
        }
        foreach ($text in $texts.Keys) {
            ''
            '=' * 120
            "For $($texts[$text] -join '; '):"
            ''
            $text
        }
    )
    Set-Content -LiteralPath $Path -Value $lines
}

# CycloneDX, with what ships and nothing else: the tool also lists reference assemblies that only the compiler sees.
function Write-Sbom([string] $Path, $Packages, [string] $Version) {
    Push-Location $root
    try {
        Invoke-Program dotnet CycloneDX src/SmtpTls/SmtpTls.csproj -o $package -fn sbom.json -F Json -dpr -sn SmtpTls -sv $Version -st Library | Out-Null
    }
    finally { Pop-Location }
    $made = Join-Path $package 'sbom.json'
    $sbom = Get-Content -Raw -LiteralPath $made | ConvertFrom-Json
    $ships = @($Packages | ForEach-Object { "$($_.Id)@$($_.Version)" })
    $sbom.components = @($sbom.components | Where-Object { "$($_.name)@$($_.version)" -in $ships })
    $missing = $ships | Where-Object { $_ -notin @($sbom.components | ForEach-Object { "$($_.name)@$($_.version)" }) }
    if ($missing) { throw "The SBOM lacks $($missing -join ', ')." }
    $known = @($sbom.components.'bom-ref') + $sbom.metadata.component.'bom-ref'
    $sbom.dependencies = @($sbom.dependencies | Where-Object ref -In $known)
    foreach ($dependency in $sbom.dependencies) {
        if ($dependency.dependsOn) { $dependency.dependsOn = @($dependency.dependsOn | Where-Object { $_ -in $known }) }
    }
    $sbom | ConvertTo-Json -Depth 20 | Set-Content -LiteralPath $Path
    Remove-Item -LiteralPath $made
}

# NuGet's audit, and first a control: a package in a version that is known to be vulnerable. A source without data on
# vulnerabilities reports nothing for anything, which proves nothing.
function Invoke-Audit {
    $control = Join-Path $root 'build/audit-control/Control.csproj'
    if (-not (Get-AuditWarning $control)) {
        'not audited: the package source reports no vulnerability even for Newtonsoft.Json 12.0.1, which has one (GHSA-5crp-9r3c-p9vr).'
        return
    }
    $found = Get-AuditWarning $solution
    if ($found) { throw "Vulnerable packages:`n$($found -join "`n")" }
    'audited: no package has a vulnerability that the package source knows; the control was reported.'
}

function Get-AuditWarning([string] $Project) {
    $output = dotnet restore $Project --force -p:NuGetAudit=true -p:NuGetAuditMode=all -p:NuGetAuditLevel=low -p:TreatWarningsAsErrors=false
    $warnings = @($output -match 'NU190[1-4]' | Sort-Object -Unique)
    if ($LASTEXITCODE -ne 0 -and -not $warnings) { throw "dotnet restore $Project ended with exit code $LASTEXITCODE.`n$($output -join "`n")" }
    $warnings
}
